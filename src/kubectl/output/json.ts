import { isFields } from '../../machinery/json.ts';

/** The order of an object's keys: `sorted` as unstructured objects print, `given` as a struct's fields stand. */
export type KeyOrder = 'sorted' | 'given';

/** As kubectl prints with `-o json`: json.MarshalIndent with four blanks, and a line end. */
export function formatJson(value: unknown, order: KeyOrder = 'sorted'): string {
  return `${indented(value, '', order)}\n`;
}

/** As Go's json.Marshal writes on one line. */
export function compactJson(value: unknown, order: KeyOrder = 'sorted'): string {
  if (Array.isArray(value)) return `[${value.map((item) => compactJson(item, order)).join(',')}]`;
  if (!isFields(value)) return jsonScalar(value);
  return `{${keysOf(value, order)
    .map((key) => `${jsonString(key)}:${compactJson(value[key], order)}`)
    .join(',')}}`;
}

function indented(value: unknown, margin: string, order: KeyOrder): string {
  const inner = `${margin}    `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + indented(item, inner, order)).join(',\n')}\n${margin}]`;
  }
  if (!isFields(value)) return jsonScalar(value);
  const keys = keysOf(value, order);
  if (keys.length === 0) return '{}';
  return `{\n${keys.map((key) => `${inner}${jsonString(key)}: ${indented(value[key], inner, order)}`).join(',\n')}\n${margin}}`;
}

function keysOf(value: Readonly<Record<string, unknown>>, order: KeyOrder): string[] {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return order === 'sorted' ? keys.sort(compareCodePoints) : keys;
}

/** Go sorts keys by bytes, which is by code point. */
export function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function jsonScalar(value: unknown): string {
  return typeof value === 'string' ? jsonString(value) : value === undefined ? 'null' : JSON.stringify(value);
}

const GO_ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** encoding/json escapes what HTML would read as markup. */
function jsonString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => GO_ESCAPES[character] ?? character,
  );
}
