import { assert } from '../../../machinery/assert.ts';
import { namedType } from '../type-tree.ts';
import { ABSENT, compareValues, type Node, type NodeRecord } from './nodes.ts';
import { Stats } from './stats.ts';
import { ellipsis, layOut, lengthOf, list, sameText, type Text, type TextRecord, wrap } from './text.ts';
import {
  deeper,
  isZero,
  keyText,
  type Mode,
  type Options,
  partsShown,
  power,
  valueText,
  withType,
} from './values.ts';

/** Equal fields that are shown before and after what differs. */
const CONTEXT = 2;
/** How often equal texts of different values are made longer. */
const MOST_PRESETS = 6;

/** What differs between two values of a type, as go-cmp's Diff tells it; the types are upstream's internal ones. */
export function goDiff(schema: string, before: unknown, after: unknown): string {
  const type = namedType(schema);
  assert(type, `the field tree has no type ${schema}`);
  const group = schema.slice(0, `${schema.slice(0, schema.indexOf('/'))}.`.indexOf('.'));
  const node = compareValues(type, before, after);
  if (node.different === 0) return '';
  return layOut(nodeText(node, { mode: 'unknown', types: 'emit', verbosity: 0, group }));
}

/** FormatDiff. */
function nodeText(node: Node, given: Options): Text {
  const options: Options =
    given.mode === 'identical'
      ? { ...given, verbosity: 1 }
      : { ...given, verbosity: Math.max(3, given.verbosity) };
  if (node.depth === 0) return leafText(node, options);
  if (node.target !== undefined) return wrap('&', nodeText(node.target, options));
  return withType(node.type, partsText(node, options), options);
}

function leafText(node: Node, options: Options): Text {
  const { type, before, after } = node;
  if (options.mode === 'removed') return valueText(type, before, options);
  if (options.mode === 'inserted') return valueText(type, after, options);
  if (node.different === 0) {
    const [left, right] = [valueText(type, before, options), valueText(type, after, options)];
    return lengthOf(left) < lengthOf(right) ? left : right;
  }
  const texts = distinct(options, (inner, mode) => {
    const value = mode === 'removed' ? before : after;
    return value === ABSENT
      ? undefined
      : valueText(type, value, { ...inner, mode: 'unknown', types: 'elide' });
  });
  return withType(type, list(sided('', texts)), { ...options, types: 'emit' });
}

type Pair = readonly [Text | undefined, Text | undefined];

/** Both texts, told more and more fully until they differ. */
function distinct(options: Options, text: (options: Options, mode: Mode) => Text | undefined): Pair {
  const pair = (inner: Options): Pair => [text(inner, 'removed'), text(inner, 'inserted')];
  let found = pair(options);
  for (let i = 0; i <= MOST_PRESETS; i++) {
    const [left, right] = found;
    if (left === undefined || right === undefined || !sameText(left, right)) return found;
    found = pair({ ...options, verbosity: Math.min(16, Math.max(0, options.verbosity)) + 2 * i });
  }
  return found;
}

const sided = (key: string, [left, right]: Pair): readonly TextRecord[] => [
  ...(left === undefined ? [] : [{ side: '-' as const, key, value: left }]),
  ...(right === undefined ? [] : [{ side: '+' as const, key, value: right }]),
];

const NAMES: Readonly<Record<string, string>> = { list: 'element', map: 'entry' };

/** formatDiffList. */
function partsText(node: Node, options: Options): Text {
  const { type, records } = node;
  const isStruct = type.form !== 'list' && type.form !== 'map';
  const inner: Options = { ...deeper(options), types: isStruct ? 'auto' : 'elide' };
  const key = (record: NodeRecord): string =>
    type.form === 'map' ? keyText(type.key, record.key) : record.key;
  if (options.mode !== 'unknown') return wrap('{', oneSided(node, options, inner, key), '}');
  const most = power(options) * 2;
  const name = NAMES[type.form] ?? 'field';
  const shown: TextRecord[] = [];
  const rest = new Stats(name);
  let [told, from] = [0, 0];
  const groups = groupsOf(records);
  groups.forEach((group, index) => {
    const own = records.slice(from, from + group.size);
    from += group.size;
    if (told >= most) rest.add(own.map(({ node: one }) => one));
    else if (group.equal)
      shown.push(
        ...equalRecords(own, { inner, key, name, first: index === 0, last: index === groups.length - 1 }),
      );
    else {
      for (const record of own) shown.push(...differentRecord(record, inner, key(record)));
      told += group.size;
    }
  });
  return wrap('{', list(rest.isEmpty() ? shown : [...shown, ellipsis(rest.text())]), '}');
}

function oneSided(node: Node, options: Options, inner: Options, key: (record: NodeRecord) => string): Text {
  const most = options.mode === 'identical' ? partsShown(options) : power(options) * 2;
  const isStruct = node.type.form !== 'list' && node.type.form !== 'map';
  const there = node.records.filter(({ node: { type, before, after } }) => {
    const isGone = (value: unknown): boolean => value === ABSENT || (isStruct && isZero(type, value));
    if (options.mode === 'removed') return !isGone(before);
    return options.mode === 'inserted' ? !isGone(after) : !isGone(before) && !isGone(after);
  });
  const shown = there
    .slice(0, most)
    .map((record): TextRecord => ({ key: key(record), value: nodeText(record.node, inner) }));
  return list(there.length > most ? [...shown, ellipsis()] : shown);
}

interface Surroundings {
  readonly inner: Options;
  readonly key: (record: NodeRecord) => string;
  readonly name: string;
  readonly first: boolean;
  readonly last: boolean;
}

/** A few of those next to a difference, and how many more there are. */
function equalRecords(
  records: readonly NodeRecord[],
  { inner, key, name, first, last }: Surroundings,
): readonly TextRecord[] {
  const low = first ? 0 : Math.min(CONTEXT, records.length);
  let high = last ? 0 : Math.min(CONTEXT, records.length - low);
  if (records.length - low - high === 1) high++;
  const text = (record: NodeRecord): TextRecord => ({
    key: key(record),
    value: nodeText(record.node, { ...inner, mode: 'identical' }),
  });
  const hidden = new Stats(name);
  hidden.add(records.slice(low, records.length - high).map(({ node }) => node));
  return [
    ...records.slice(0, low).map(text),
    ...(hidden.isEmpty() ? [] : [ellipsis(hidden.text())]),
    ...records.slice(records.length - high).map(text),
  ];
}

function differentRecord({ node }: NodeRecord, inner: Options, key: string): readonly TextRecord[] {
  if (node.children !== node.depth) return [{ key, value: nodeText(node, inner) }];
  const texts = distinct(inner, (options, mode) => {
    const value = mode === 'removed' ? node.before : node.after;
    return value === ABSENT ? undefined : nodeText(node, { ...options, mode });
  });
  return sided(key, texts);
}

function groupsOf(
  records: readonly NodeRecord[],
): readonly { readonly equal: boolean; readonly size: number }[] {
  const groups: { readonly equal: boolean; size: number }[] = [];
  for (const { node } of records) {
    const equal = node.different === 0;
    const last = groups.at(-1);
    if (last?.equal === equal) last.size++;
    else groups.push({ equal, size: 1 });
  }
  return groups;
}
