import { equalJson, type Fields, isFields } from '../json.ts';
import { isMember, nodeOf } from './field-set.ts';
import { type FieldSet, type MaybeSet, MEMBER } from './field-tree.ts';
import { type Gathering, NO_CHILDREN, nodeWith, withChild } from './gathering.ts';
import { itemsByElement } from './list-items.ts';
import type { AnySchema, ListSchema, MapSchema, MergeSchema } from './merge-schema.ts';
import { fieldElement, type PathElement } from './path-element.ts';

/** What an object has, lost and holds otherwise than before. No path stands in two of the sets. */
export interface Comparison {
  readonly added: MaybeSet;
  readonly modified: MaybeSet;
  readonly removed: MaybeSet;
}

const SAME: Comparison = { added: undefined, modified: undefined, removed: undefined };
const MODIFIED: Comparison = { added: undefined, modified: MEMBER, removed: undefined };

/**
 * Compares two values of one schema, the parts under `ignored` apart. Costs what differs: what both share by identity
 * is not looked at.
 */
export function compareValues(
  schema: MergeSchema,
  before: unknown,
  after: unknown,
  ignored?: FieldSet,
): Comparison {
  if (before === after) return SAME;
  if (before === undefined) return { ...SAME, added: wholeOf(schema, after) };
  if (after === undefined) return { ...SAME, removed: wholeOf(schema, before) };
  switch (schema.form) {
    case 'scalar':
      return compareLeaves(before, after);
    case 'map':
      return schema.atomic || (isBare(before) && isBare(after))
        ? compareLeaves(before, after)
        : isBare(before) && ignored === undefined
          ? newMap(schema, fieldsIn(after))
          : compareMaps(schema, fieldsIn(before), fieldsIn(after), ignored);
    case 'list':
      return schema.relation === 'atomic' || (isBare(before) && isBare(after))
        ? compareLeaves(before, after)
        : isBare(before)
          ? newList(schema, itemsIn(after))
          : compareLists(schema, itemsIn(before), itemsIn(after));
    case 'any':
      return compareAny(schema, before, after);
  }
}

const compareLeaves = (before: unknown, after: unknown): Comparison =>
  equalJson(before, after) ? SAME : MODIFIED;

const NO_FIELDS: Fields = {};
const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : NO_FIELDS);
const itemsIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Null, or a map or list without anything in it: a leaf, so that the difference between them is kept. */
function isBare(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  for (const _ in value) return false;
  return true;
}

/** The differences of children, gathered for their parent. */
interface Gathered {
  added: Gathering;
  modified: Gathering;
  removed: Gathering;
}

const nothing = (): Gathered => ({ added: NO_CHILDREN, modified: NO_CHILDREN, removed: NO_CHILDREN });

function gather(into: Gathered, element: PathElement, comparison: Comparison): void {
  if (comparison === SAME) return;
  const { added, modified, removed } = comparison;
  if (added !== undefined) into.added = withChild(into.added, element, added);
  if (modified !== undefined) into.modified = withChild(into.modified, element, modified);
  if (removed !== undefined) into.removed = withChild(into.removed, element, removed);
}

function gatheredOf({ added, modified, removed }: Gathered): Comparison {
  if (added === NO_CHILDREN && modified === NO_CHILDREN && removed === NO_CHILDREN) return SAME;
  return {
    added: nodeWith(added, false),
    modified: nodeWith(modified, false),
    removed: nodeWith(removed, false),
  };
}

function compareMaps(schema: MapSchema, before: Fields, after: Fields, ignored?: FieldSet): Comparison {
  const gathered = nothing();
  for (const name in after) {
    const was = before[name];
    const is = after[name];
    if (was !== is) compareField(schema, name, was, is, ignored, gathered);
  }
  for (const name in before)
    if (after[name] === undefined && before[name] !== undefined)
      compareField(schema, name, before[name], undefined, ignored, gathered);
  return gatheredOf(gathered);
}

function compareField(
  schema: MapSchema,
  name: string,
  was: unknown,
  is: unknown,
  ignored: FieldSet | undefined,
  gathered: Gathered,
): void {
  const element = fieldElement(name);
  const inside = ignored?.[element];
  if (inside !== undefined && isMember(inside)) return;
  const field = schema.field(name);
  const type = field?.schema ?? schema.element;
  if (type === undefined) return;
  const zero = field?.zero;
  // Most fields of a new object: there is nothing to compare them with.
  if (was === undefined && zero === undefined && is !== null)
    gathered.added = withChild(gathered.added, element, wholeOf(type, is));
  else gather(gathered, element, compareValues(type, was ?? zero, is ?? zero, inside));
}

/** As {@link newList}, for maps: pods of one template begin with one spec. */
const lastMaps = new Map<MapSchema, { readonly fields: Fields; readonly added: Comparison }>();

function newMap(schema: MapSchema, fields: Fields): Comparison {
  const last = lastMaps.get(schema);
  if (last?.fields === fields) return last.added;
  const added = compareMaps(schema, NO_FIELDS, fields);
  lastMaps.set(schema, { fields, added });
  return added;
}

/** Of each list the last one that was new, and what was in it: pods of one template have the same containers. */
const lasts = new Map<ListSchema, { readonly items: readonly unknown[]; readonly added: Comparison }>();

function newList(schema: ListSchema, items: readonly unknown[]): Comparison {
  const last = lasts.get(schema);
  if (last?.items === items) return last.added;
  const added = compareLists(schema, [], items);
  lasts.set(schema, { items, added });
  return added;
}

function compareLists(schema: ListSchema, before: readonly unknown[], after: readonly unknown[]): Comparison {
  const gathered = nothing();
  const left = itemsByElement(schema, before);
  const right = itemsByElement(schema, after);
  for (const [element, items] of right)
    gather(gathered, element, compareItems(schema.element, left.get(element) ?? [], items));
  for (const [element, items] of left)
    if (!right.has(element)) gather(gathered, element, compareItems(schema.element, items, []));
  return gatheredOf(gathered);
}

/** Items of one name: one on either side is the rule; twins are compared, and owned, together. */
function compareItems(
  schema: MergeSchema,
  before: readonly unknown[],
  after: readonly unknown[],
): Comparison {
  if (before.length < 2 && after.length < 2) return compareValues(schema, before[0], after[0]);
  if (before.length > 1 && after.length > 1) return compareLeaves(before, after);
  if (before.length > 1) {
    const added = after.length === 0 ? undefined : wholeOf(schema, after[0]);
    return { added, modified: undefined, removed: MEMBER };
  }
  const removed = before.length === 0 ? undefined : wholeOf(schema, before[0]);
  return { added: MEMBER, modified: undefined, removed };
}

/** Values that no schema describes: what they are decides. */
function compareAny(schema: AnySchema, before: unknown, after: unknown): Comparison {
  if (schema.atomic || (isBare(before) && isBare(after))) return compareLeaves(before, after);
  if (isFields(before) && isFields(after)) return compareMaps(UNKNOWN_MAP, before, after);
  const inner = compareMaps(UNKNOWN_MAP, fieldsIn(before), fieldsIn(after));
  const leaf = compareLeaves(before, after);
  return { ...inner, modified: withMember(inner.modified, leaf.modified) };
}

const withMember = (children: MaybeSet, member: MaybeSet): MaybeSet =>
  member === undefined ? children : nodeOf(children && { ...children }, true);

/** A map of anything. */
export const UNKNOWN_MAP: MapSchema = {
  form: 'map',
  atomic: false,
  field: () => undefined,
  element: { form: 'any', atomic: false },
};

/** All that comes, or goes, with a value that has no counterpart: each leaf in it, and each map and list on the way. */
export function wholeOf(schema: MergeSchema, value: unknown): FieldSet {
  if (typeof value !== 'object' || value === null) return MEMBER;
  switch (schema.form) {
    case 'scalar':
      return MEMBER;
    case 'map':
      return schema.atomic ? MEMBER : wholeMap(schema, value);
    case 'list':
      return schema.relation === 'atomic' ? MEMBER : wholeList(schema, value);
    case 'any':
      return schema.atomic || Array.isArray(value) ? MEMBER : wholeMap(UNKNOWN_MAP, value);
  }
}

function wholeMap(schema: MapSchema, map: object): FieldSet {
  const values = map as Fields;
  let children = NO_CHILDREN;
  for (const name in values) {
    const value = values[name];
    const type = schema.field(name)?.schema ?? schema.element;
    if (type !== undefined && value !== undefined)
      children = withChild(children, fieldElement(name), wholeOf(type, value));
  }
  return nodeWith(children, true) ?? MEMBER;
}

function wholeList(schema: ListSchema, list: object): FieldSet {
  let children = NO_CHILDREN;
  for (const [element, items] of itemsByElement(schema, itemsIn(list)))
    children = withChild(children, element, items.length > 1 ? MEMBER : wholeOf(schema.element, items[0]));
  return nodeWith(children, true) ?? MEMBER;
}
