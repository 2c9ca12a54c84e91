/** Plain JSON, as it travels and as it is stored. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Anything that holds named values: used where a value is read by path and its type is not known. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object while it is being made. */
export type Writable<T> = { -readonly [field in keyof T]: T[field] };

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep equality of JSON values; key order does not matter, `undefined` equals an absent key. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equalJson(a[i], b[i])) return false;
    return true;
  }
  return !Array.isArray(b) && equalFields(a as Fields, b as Fields);
}

/** Hot: every update asks it. `for in` walks the keys without a list of them. */
function equalFields(a: Fields, b: Fields): boolean {
  let count = 0;
  for (const key in a) {
    if (a[key] === undefined) continue;
    if (!equalJson(a[key], b[key])) return false;
    count++;
  }
  for (const key in b) if (b[key] !== undefined) count--;
  return count === 0;
}

/** Orders text by UTF-16 code unit: the same on every machine, and Go's order for ASCII. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The value with its keys in the order in which Go writes a map. */
export function inKeyOrder<T>(value: T): T {
  if (Array.isArray(value)) return value.map(inKeyOrder) as T;
  if (!isFields(value)) return value;
  const keys = Object.keys(value).sort(compareText);
  return Object.fromEntries(keys.map((key) => [key, inKeyOrder(value[key])])) as T;
}
