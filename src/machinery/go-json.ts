import { compareText, isFields } from './json.ts';

/** JSON as Go's encoder writes it: keys sorted, no blanks, `<`, `>`, `&` and line separators escaped. */
export function encodeGoJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => encodeGoJson(item ?? null)).join(',')}]`;
  if (isFields(value)) {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .toSorted(compareText)
      .map((key) => `${encodeGoString(key)}:${encodeGoJson(value[key])}`);
    return `{${members.join(',')}}`;
  }
  return typeof value === 'string' ? encodeGoString(value) : (JSON.stringify(value) ?? 'null');
}

export function encodeGoString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, escapeForHtml);
}

const escapeForHtml = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A decoded JSON value as Go's %v shows it: `map[a:1 b:[x y]]`, `<nil>`. */
export function showGoValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(showGoValue).join(' ')}]`;
  if (typeof value === 'number') return showGoNumber(value);
  if (!isFields(value)) return String(value);
  const keys = Object.keys(value).toSorted(compareText);
  return `map[${keys.map((key) => `${key}:${showGoValue(value[key])}`).join(' ')}]`;
}

/** A whole number as Go's %v shows an int64, any other as a float64: `1.5`, `1.2345675e+06`. */
export function showGoNumber(value: number): string {
  if (Number.isInteger(value))
    return Math.abs(value) < 2 ** 63 ? BigInt(value).toString() : exponential(value);
  const size = Math.abs(value);
  return size < 1e-4 || size >= 1e6 ? exponential(value) : String(value);
}

function exponential(value: number): string {
  const [digits = '', power = ''] = value.toExponential().split('e');
  return `${digits}e${power.charAt(0)}${power.slice(1).padStart(2, '0')}`;
}

/** The Go type that a JSON value is decoded to. */
export function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    default:
      return isFields(value) ? 'map[string]interface {}' : '%!s(<nil>)';
  }
}
