import { isFields } from '../../machinery/json.ts';
import { formatNumber } from './go-number.ts';
import { compareCodePoints } from './json.ts';

/** A JSON value as Go's fmt.Sprint prints it: `map[a:1 b:[x y]]`, `<nil>`. */
export function goSprint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return formatNumber(value);
  if (Array.isArray(value)) return `[${value.map(goSprint).join(' ')}]`;
  if (!isFields(value)) return String(value);
  return `map[${sortedKeys(value)
    .map((key) => `${key}:${goSprint(value[key])}`)
    .join(' ')}]`;
}

/** A JSON value as Go's `%#v` shows what json.Unmarshal made of it. */
export function goDump(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return goQuote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goDump).join(', ')}}`;
  if (!isFields(value)) return String(value);
  return `map[string]interface {}{${sortedKeys(value)
    .map((key) => `${goQuote(key)}:${goDump(value[key])}`)
    .join(', ')}}`;
}

const sortedKeys = (fields: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(fields)
    .filter((key) => fields[key] !== undefined)
    .sort(compareCodePoints);

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** Go's strconv.Quote: printable characters stand as they are. */
export function goQuote(text: string): string {
  return `"${[...text].map(quotedCharacter).join('')}"`;
}

function quotedCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  if (character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
