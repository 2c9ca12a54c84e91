import { compareText, equalJson, isFields } from '../../../machinery/json.ts';
import { compareQuantity, parseQuantity } from '../../../machinery/quantity.ts';
import type { GoType } from '../type-tree.ts';
import { shapeOf } from './internal-types.ts';

/** One side has no such item at all: of a list or of a map. */
export const ABSENT: unique symbol = Symbol('absent');

/** Two values compared, and everything in them (go-cmp's valueNode). */
export interface Node {
  readonly type: GoType;
  readonly before: unknown;
  readonly after: unknown;
  readonly records: readonly NodeRecord[];
  /** What a pointer points at on both sides. */
  readonly target?: Node;
  readonly same: number;
  readonly different: number;
  readonly children: number;
  readonly depth: number;
}

export interface NodeRecord {
  readonly key: string;
  readonly node: Node;
}

export function compareValues(type: GoType, before: unknown, after: unknown): Node {
  if (before === ABSENT || after === ABSENT) return leaf(type, before, after, false);
  switch (type.form) {
    case 'pointer':
      if (isNone(before) || isNone(after)) return leaf(type, before, after, isNone(before) === isNone(after));
      return nodeOf(type, before, after, [], compareValues(type.to, before, after));
    case 'list':
      if (isNone(before) || isNone(after)) return leaf(type, before, after, isNone(before) === isNone(after));
      return nodeOf(type, before, after, compareItems(type.element, itemsOf(before), itemsOf(after)));
    case 'map':
      if (isNone(before) || isNone(after)) return leaf(type, before, after, isNone(before) === isNone(after));
      return nodeOf(type, before, after, compareEntries(type.value, before, after));
    case 'quantity':
      return leaf(type, before, after, amount(before, after));
    default:
      return compareStructs(type, before, after);
  }
}

export const isNone = (value: unknown): boolean => value === undefined || value === null;
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const leaf = (type: GoType, before: unknown, after: unknown, equal: boolean): Node => ({
  type,
  before,
  after,
  records: [],
  same: equal ? 1 : 0,
  different: equal ? 0 : 1,
  children: 0,
  depth: 0,
});

function nodeOf(
  type: GoType,
  before: unknown,
  after: unknown,
  records: readonly NodeRecord[],
  target?: Node,
): Node {
  const inner = [...records.map(({ node }) => node), ...(target === undefined ? [] : [target])];
  const sum = (count: (node: Node) => number): number =>
    inner.reduce((total, node) => total + count(node), 0);
  return {
    type,
    before,
    after,
    records,
    ...(target === undefined ? {} : { target }),
    same: sum(({ same }) => same),
    different: sum(({ different }) => different),
    children: sum(({ children }) => children + 1),
    depth: Math.max(0, ...inner.map(({ depth }) => depth + 1)),
  };
}

function compareStructs(type: GoType, before: unknown, after: unknown): Node {
  const [left, right] = [shapeOf(type, before), shapeOf(type, after)];
  if (left === undefined || right === undefined)
    return leaf(type, before, after, equalJson(before ?? zeroOf(type), after ?? zeroOf(type)));
  const records = left.members.map((field) => ({
    key: field.go,
    node: compareValues(
      field.type,
      field.inline ? left.value : left.value[field.json],
      field.inline ? right.value : right.value[field.json],
    ),
  }));
  return nodeOf(type, before, after, records);
}

export function zeroOf({ form }: GoType): unknown {
  return form === 'string'
    ? ''
    : form === 'bool'
      ? false
      : form === 'int' || form === 'float'
        ? 0
        : undefined;
}

function amount(before: unknown, after: unknown): boolean {
  const [left, right] = [before, after].map((value) => parseQuantity(String(value ?? '0')));
  return left !== undefined && right !== undefined && compareQuantity(left, right) === 0;
}

function compareEntries(type: GoType, before: unknown, after: unknown): readonly NodeRecord[] {
  const [left, right] = [isFields(before) ? before : {}, isFields(after) ? after : {}];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort(compareText);
  const of = (fields: typeof left, key: string): unknown => (key in fields ? fields[key] : ABSENT);
  return keys.map((key) => ({ key, node: compareValues(type, of(left, key), of(right, key)) }));
}

/** Equal items are found first; of what lies between them, those that are alike are taken for changed ones. */
function compareItems(
  type: GoType,
  before: readonly unknown[],
  after: readonly unknown[],
): readonly NodeRecord[] {
  const found: Node[] = [];
  let [i, j] = [0, 0];
  for (const [left, right] of equalPairs(type, before, after)) {
    found.push(...between(type, before.slice(i, left), after.slice(j, right)));
    found.push(compareValues(type, before[left], after[right]));
    [i, j] = [left + 1, right + 1];
  }
  found.push(...between(type, before.slice(i), after.slice(j)));
  return found.map((node) => ({ key: '', node }));
}

function between(type: GoType, before: readonly unknown[], after: readonly unknown[]): readonly Node[] {
  const found: Node[] = [];
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const [left, right] = [i < before.length ? before[i] : ABSENT, i < after.length ? after[i] : ABSENT];
    const both = compareValues(type, left, right);
    const alike = left !== ABSENT && right !== ABSENT && both.same + 1 >= both.different;
    if (alike || left === ABSENT || right === ABSENT) found.push(both);
    else found.push(compareValues(type, left, ABSENT), compareValues(type, ABSENT, right));
  }
  return found;
}

/** The longest common subsequence, as pairs of places. */
function equalPairs(
  type: GoType,
  before: readonly unknown[],
  after: readonly unknown[],
): readonly (readonly [number, number])[] {
  const equal = (i: number, j: number): boolean => compareValues(type, before[i], after[j]).different === 0;
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row !== undefined)
        row[j] = equal(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const pairs: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < before.length && j < after.length; ) {
    if (equal(i, j)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
