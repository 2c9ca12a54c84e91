import { encodeGoJson } from '../go-json.ts';
import { compareText, type Fields, isFields } from '../json.ts';

/**
 * One step of a path, as FieldsV1 writes it: `f:name` for a field, `k:{"name":"web"}` for the list item with these
 * keys, `v:"a"` for the item of a set, `i:0` for an index.
 */
export type PathElement = string;

/** Says in a FieldsV1 that the field that holds it is itself in the set. */
export const SELF = '.';

/** Names come again and again, and a text that is made anew each time is looked up slowly. */
const elements = new Map<string, PathElement>();
const ELEMENTS_MOST = 10_000;

export function fieldElement(name: string): PathElement {
  const known = elements.get(name);
  if (known !== undefined) return known;
  if (elements.size >= ELEMENTS_MOST) elements.clear();
  const element = `f:${name}`;
  elements.set(name, element);
  return element;
}

/** Elements by what they say: as texts they would be put together, and looked up, anew each time. */
const items = new Map<string, Map<string, PathElement>>();
let itemCount = 0;

function itemElement(name: string, value: string, write: () => PathElement): PathElement {
  const known = items.get(name)?.get(value);
  if (known !== undefined) return known;
  if (++itemCount > ELEMENTS_MOST) {
    items.clear();
    itemCount = 1;
  }
  const element = write();
  const named = items.get(name);
  if (named === undefined) items.set(name, new Map([[value, element]]));
  else named.set(value, element);
  return element;
}

export const valueElement = (value: unknown): PathElement =>
  typeof value === 'string'
    ? itemElement('', value, () => `v:${encodeGoJson(value)}`)
    : `v:${encodeGoJson(value)}`;

/** Text that JSON writes as it is. */
const PLAIN = /^[\w./:-]*$/;

/** The element of a list item by its keys, which stand in it by name. */
export function keyElement(names: readonly string[], values: readonly unknown[]): PathElement {
  const [name = ''] = names;
  const [value] = values;
  if (names.length === 1 && typeof value === 'string')
    return itemElement(name, value, () =>
      PLAIN.test(value) ? `k:{"${name}":"${value}"}` : keysElement(names, values),
    );
  return keysElement(names, values);
}

const keysElement = (names: readonly string[], values: readonly unknown[]): PathElement =>
  `k:${encodeGoJson(Object.fromEntries(names.map((name, i) => [name, values[i]])))}`;

/** Whether the text is an element that can be read; others are of a future format. */
export function isPathElement(text: string): boolean {
  const content = text.slice(2);
  switch (text.slice(0, 2)) {
    case 'f:':
      return true;
    case 'k:':
      return isFields(parsed(content));
    case 'v:':
      return parsed(content) !== undefined;
    case 'i:':
      return /^-?\d+$/.test(content);
    default:
      return false;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const KINDS = 'fkvi';

/** The order in which FieldsV1 tells elements: fields, keys, values, indexes; each by content, numbers as numbers. */
export function compareElements(a: PathElement, b: PathElement): number {
  if (a === b) return 0;
  const kind = KINDS.indexOf(a.charAt(0)) - KINDS.indexOf(b.charAt(0));
  if (kind !== 0) return kind;
  switch (a.charAt(0)) {
    case 'f':
      return compareText(a, b);
    case 'i':
      return Number(a.slice(2)) - Number(b.slice(2));
    case 'k':
      return compareNames(a, b) ?? compareKeys(parsed(a.slice(2)) as Fields, parsed(b.slice(2)) as Fields);
    default:
      return compareValues(parsed(a.slice(2)), parsed(b.slice(2)));
  }
}

/** By the one name that most list items go by, without reading it: `k:{"name":"a"}` and `k:{"name":"b"}`. */
function compareNames(a: PathElement, b: PathElement): number | undefined {
  const start = a.indexOf('":"') + 3;
  if (start < 3 || !b.startsWith(a.slice(0, start))) return undefined;
  const [name, other] = [a.slice(start, -2), b.slice(start, -2)];
  return PLAIN.test(name) && PLAIN.test(other) ? compareText(name, other) : undefined;
}

function compareKeys(a: Fields, b: Fields): number {
  const left = Object.entries(a);
  const right = Object.entries(b);
  for (const [i, [name, value]] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    const order = compareText(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers before text before truth values; nothing last. */
function compareValues(a: unknown, b: unknown): number {
  const kind = rank(a) - rank(b);
  if (kind !== 0) return kind;
  if (typeof a === 'number') return a - Number(b);
  if (typeof a === 'string') return compareText(a, String(b));
  if (typeof a === 'boolean') return Number(a) - Number(b);
  return compareText(encodeGoJson(a), encodeGoJson(b));
}

const RANKS = ['number', 'string', 'boolean', 'object'];
const rank = (value: unknown): number => (value === null ? RANKS.length : RANKS.indexOf(typeof value));

/** As paths are told to people: `.spec`, `[name="web"]`, `[="a"]`, `[0]`. */
export function showElement(element: PathElement): string {
  const content = element.slice(2);
  switch (element.charAt(0)) {
    case 'f':
      return `.${content}`;
    case 'k': {
      const keys = Object.entries(parsed(content) as Fields);
      return `[${keys.map(([name, value]) => `${name}=${showValue(value)}`).join(',')}]`;
    }
    case 'v':
      return `[=${showValue(parsed(content))}]`;
    default:
      return `[${content}]`;
  }
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showValue).join(',')}]`;
  if (isFields(value))
    return Object.entries(value)
      .map(([name, member]) => `${name}=${showValue(member)}`)
      .join('');
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
