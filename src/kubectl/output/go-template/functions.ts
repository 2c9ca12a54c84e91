import { isFields } from '../../../machinery/json.ts';
import { compareCodePoints } from '../json.ts';
import { sprint, sprintf, sprintln, typeName } from './printf.ts';

type TemplateFunction = (...values: readonly unknown[]) => unknown;

/** What Go calls false: zero, empty, nil. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isFields(value) || Object.keys(value).length > 0;
}

function index(item: unknown, ...indices: readonly unknown[]): unknown {
  if (item === undefined || item === null) throw new Error('index of untyped nil');
  return indices.reduce((value, at) => {
    if (value === undefined || value === null) throw new Error('index of nil pointer');
    if (isFields(value)) return value[textIndex(at)];
    if (!Array.isArray(value) && typeof value !== 'string')
      throw new Error(`can't index item of type ${typeName(value)}`);
    const length = value.length;
    const position = numberIndex(at);
    if (position < 0 || position > length) throw new Error(`index out of range: ${position}`);
    if (position === length) throw new Error('reflect: slice index out of range');
    return Array.isArray(value) ? value[position] : new TextEncoder().encode(value)[position];
  }, item);
}

function textIndex(at: unknown): string {
  if (at === undefined || at === null) throw new Error('value is nil; should be of type string');
  if (typeof at !== 'string')
    throw new Error(`value has type ${typeName(at).replace('64', '')}; should be string`);
  return at;
}

function numberIndex(at: unknown): number {
  if (at === undefined || at === null) throw new Error('cannot index slice/array with nil');
  if (typeof at !== 'number') throw new Error(`cannot index slice/array with type ${typeName(at)}`);
  return at;
}

function slice(item: unknown, ...bounds: readonly unknown[]): unknown {
  if (typeof item !== 'string' && !Array.isArray(item))
    throw new Error(`can't slice item of type ${typeName(item)}`);
  const [from = 0, to = item.length] = bounds.map(numberIndex);
  if (to > item.length || from > to) throw new Error(`index out of range: ${Math.max(from, to)}`);
  return item.slice(from, to);
}

function length(item: unknown): number {
  if (item === undefined || item === null)
    throw new Error('reflect: call of reflect.Value.Type on zero Value');
  if (typeof item === 'string') return new TextEncoder().encode(item).length;
  if (Array.isArray(item)) return item.length;
  if (isFields(item)) return Object.keys(item).length;
  throw new Error(`len of type ${typeName(item)}`);
}

type BasicKind = 'bool' | 'string' | 'int' | 'float' | 'none';

function basicKind(value: unknown): BasicKind {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return 'none';
}

function equal(first: unknown, ...others: readonly unknown[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison');
  const nothing = (value: unknown) => value === undefined || value === null;
  for (const other of others) {
    if (!nothing(first) && !nothing(other)) {
      if (basicKind(first) !== basicKind(other)) throw new Error('incompatible types for comparison');
      if (basicKind(first) === 'none')
        throw new Error(`non-comparable type ${sprintf('%s', [first])}: ${typeName(first)}`);
    }
    if (first === other || (nothing(first) && nothing(other))) return true;
  }
  return false;
}

function less(first: unknown, second: unknown): boolean {
  const kind = basicKind(first);
  if (kind === 'none' || basicKind(second) === 'none') throw new Error('invalid type for comparison');
  if (kind !== basicKind(second)) throw new Error('incompatible types for comparison');
  if (typeof first === 'string' && typeof second === 'string') return compareCodePoints(first, second) < 0;
  if (typeof first === 'number' && typeof second === 'number') return first < second;
  throw new Error('invalid type for comparison');
}

/** cli-runtime's own: whether index would find something. */
function exists(item: unknown, ...indices: readonly unknown[]): boolean {
  let value = item;
  for (const at of indices) {
    if (isFields(value) && typeof at === 'string') value = value[at];
    else if (Array.isArray(value) && typeof at === 'number') value = value[at];
    else return false;
  }
  return value !== undefined && value !== null;
}

/** Go's base64.StdEncoding: padded, line breaks ignored. */
function base64decode(value: unknown): string {
  const text = String(value).replaceAll(/[\r\n]/g, '');
  const wrong = /[^A-Za-z0-9+/]/.exec(text.replace(/={0,2}$/, ''))?.index;
  if (wrong !== undefined || text.length % 4 !== 0) {
    throw new Error(
      `base64 decode failed: illegal base64 data at input byte ${wrong ?? text.length - (text.length % 4)}`,
    );
  }
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}

const MARKUP: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

const not: TemplateFunction = (value) => !isTrue(value);

/** `and` and `or` are evaluated lazily, elsewhere. */
const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  and: (...values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  not,
  index,
  slice,
  len: length,
  print: (...values) => sprint(values),
  println: (...values) => sprintln(values),
  printf: (format, ...values) => sprintf(String(format), values),
  html: (...values) => sprint(values).replaceAll(/["'&<>]/g, (sign) => MARKUP[sign] ?? sign),
  js: (...values) => JSON.stringify(sprint(values)).slice(1, -1).replaceAll("'", "\\'"),
  urlquery: (...values) => encodeURIComponent(sprint(values)).replaceAll('%20', '+'),
  eq: equal,
  ne: (first, second) => !equal(first, second),
  lt: less,
  le: (first, second) => less(first, second) || equal(first, second),
  gt: (first, second) => !less(first, second) && !equal(first, second),
  ge: (first, second) => !less(first, second),
  exists,
  base64decode,
};

/** How many arguments a function takes: least and most. */
const ARGUMENTS: Readonly<Record<string, readonly [number, number]>> = {
  not: [1, 1],
  index: [1, Number.POSITIVE_INFINITY],
  slice: [1, 4],
  len: [1, 1],
  printf: [1, Number.POSITIVE_INFINITY],
  ne: [2, 2],
  lt: [2, 2],
  le: [2, 2],
  gt: [2, 2],
  ge: [2, 2],
  eq: [1, Number.POSITIVE_INFINITY],
  exists: [1, Number.POSITIVE_INFINITY],
  base64decode: [1, 1],
  and: [1, Number.POSITIVE_INFINITY],
  or: [1, Number.POSITIVE_INFINITY],
};

export const FUNCTION_NAMES: ReadonlySet<string> = new Set([...Object.keys(FUNCTIONS), 'call']);

/** Calls a template function; throws an Error with the function's own words. */
export function callFunction(name: string, values: readonly unknown[]): unknown {
  return FUNCTIONS[name]?.(...values);
}

/** What is wrong with the number of arguments, in Go's words. */
export function argumentFault(name: string, count: number): string | undefined {
  const [least, most] = ARGUMENTS[name] ?? [0, Number.POSITIVE_INFINITY];
  if (count >= least && count <= most) return undefined;
  const want = most === least ? String(least) : `at least ${least}`;
  return `wrong number of args for ${name}: want ${want} got ${count}`;
}
