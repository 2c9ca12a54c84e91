import { isFields } from '../../../machinery/json.ts';
import { goQuote, goSprint } from '../go-format.ts';
import { formatFixed } from '../go-number.ts';

/** Go's fmt.Sprint: blanks between operands where neither is a string. */
export function sprint(values: readonly unknown[]): string {
  let text = '';
  for (const [i, value] of values.entries()) {
    if (i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string') text += ' ';
    text += goSprint(value);
  }
  return text;
}

/** Go's fmt.Sprintln. */
export const sprintln = (values: readonly unknown[]): string => `${values.map(goSprint).join(' ')}\n`;

const DIRECTIVE = /%([-+# 0]*)(\*|[0-9]+)?(?:\.([0-9]*))?(.)?/gsu;

/** Go's fmt.Sprintf for the values JSON has. */
export function sprintf(format: string, values: readonly unknown[]): string {
  let used = 0;
  const text = format.replaceAll(DIRECTIVE, (_, flags: string, width, precision, verb) => {
    if (verb === undefined) return '%!(NOVERB)';
    if (verb === '%') return '%';
    const columns = width === '*' ? Number(values[used++]) : Number(width ?? 0);
    if (used >= values.length) return `%!${verb}(MISSING)`;
    const value = values[used++];
    const places = precision === undefined ? undefined : Number(precision === '' ? 0 : precision);
    return padded(formatted(verb, value, flags, places), flags, columns, typeof value === 'number');
  });
  if (used >= values.length) return text;
  const extra = values
    .slice(used)
    .map((value) => (isNothing(value) ? '<nil>' : `${typeName(value)}=${goSprint(value)}`));
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

const isNothing = (value: unknown): boolean => value === null || value === undefined;

function padded(text: string, flags: string, columns: number, number: boolean): string {
  if (flags.includes('-')) return text.padEnd(columns);
  if (!flags.includes('0') || !number) return text.padStart(columns);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(columns - sign.length, '0');
}

function formatted(verb: string, value: unknown, flags: string, places: number | undefined): string {
  if (verb === 'v') return goSprint(value);
  if (verb === 'T') return isNothing(value) ? '<nil>' : typeName(value);
  if (!isNothing(value)) {
    const text = typed(verb, value, flags, places);
    if (text !== undefined) return text;
    if (isFields(value) || Array.isArray(value)) return within(verb, value, flags, places);
  }
  return isNothing(value) ? `%!${verb}(<nil>)` : `%!${verb}(${typeName(value)}=${goSprint(value)})`;
}

/** A verb goes down into maps and slices. */
function within(verb: string, value: unknown, flags: string, places: number | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item) => formatted(verb, item, flags, places)).join(' ')}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  const pairs = Object.keys(fields)
    .sort()
    .map((key) => `${formatted(verb, key, flags, places)}:${formatted(verb, fields[key], flags, places)}`);
  return `map[${pairs.join(' ')}]`;
}

function typed(verb: string, value: unknown, flags: string, places: number | undefined): string | undefined {
  if (typeof value === 'string') return stringVerb(verb, value, places);
  if (typeof value === 'boolean') return verb === 't' ? String(value) : undefined;
  if (typeof value !== 'number') return undefined;
  const text = numberVerb(verb, value, places);
  return text !== undefined && flags.includes('+') && value >= 0 ? `+${text}` : text;
}

function stringVerb(verb: string, value: string, places: number | undefined): string | undefined {
  const text = places === undefined ? value : [...value].slice(0, places).join('');
  if (verb === 's') return text;
  if (verb === 'q') return goQuote(text);
  if (verb !== 'x' && verb !== 'X') return undefined;
  const hex = [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return verb === 'X' ? hex.toUpperCase() : hex;
}

function numberVerb(verb: string, value: number, places: number | undefined): string | undefined {
  if (Number.isInteger(value)) {
    if (verb === 'd') return String(value);
    if (verb === 'x') return value.toString(16);
    if (verb === 'X') return value.toString(16).toUpperCase();
    if (verb === 'o') return value.toString(8);
    if (verb === 'b') return value.toString(2);
    if (verb === 'c') return String.fromCodePoint(value);
    return undefined;
  }
  if (verb === 'f' || verb === 'F') return formatFixed(value, places ?? 6);
  if (verb === 'g') return goSprint(value);
  if (verb === 'e') return value.toExponential(places ?? 6).replace(/e([-+])(\d)$/, 'e$10$2');
  return undefined;
}

/** The Go type that JSON decoding gives a value. */
export function typeName(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}
