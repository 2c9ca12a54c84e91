import { isFields } from '../json.ts';
import { UNKNOWN_MAP } from './compare.ts';
import { isMember, nodeOf } from './field-set.ts';
import { type FieldSet, type MaybeSet, MEMBER } from './field-tree.ts';
import { itemsByElement } from './list-items.ts';
import type { ListSchema, MapSchema, MergeSchema } from './merge-schema.ts';
import { fieldElement, type PathElement, SELF } from './path-element.ts';

type Children = Record<PathElement, FieldSet>;

/** What a configuration says: each leaf, each list item, each key of a map; fields only where they say nothing more. */
export function appliedSet(schema: MergeSchema, value: unknown): MaybeSet {
  switch (schema.form) {
    case 'scalar':
      return MEMBER;
    case 'map':
      if (schema.atomic) return MEMBER;
      return isFields(value) ? nodeOf(mapChildren(schema, value), false) : undefined;
    case 'list':
      if (schema.relation === 'atomic') return MEMBER;
      return Array.isArray(value) ? nodeOf(listChildren(schema, value), false) : undefined;
    case 'any':
      if (schema.atomic || !isFields(value)) return MEMBER;
      return nodeOf(mapChildren(UNKNOWN_MAP, value), false);
  }
}

function mapChildren(schema: MapSchema, map: Readonly<Record<string, unknown>>): Children | undefined {
  let children: Children | undefined;
  for (const [name, value] of Object.entries(map)) {
    const field = schema.field(name);
    const type = field?.schema ?? schema.element;
    if (type === undefined || value === undefined) continue;
    const isEmpty = value === null || (isFields(value) && Object.keys(value).length === 0);
    const node = asMember(appliedSet(type, value), isEmpty || field === undefined);
    if (node === undefined) continue;
    children ??= {};
    children[fieldElement(name)] = node;
  }
  return children;
}

function listChildren(schema: ListSchema, list: readonly unknown[]): Children | undefined {
  let children: Children | undefined;
  for (const [element, items] of itemsByElement(schema, list)) {
    children ??= {};
    children[element] =
      (items.length > 1 ? undefined : asMember(appliedSet(schema.element, items[0]), true)) ?? MEMBER;
  }
  return children;
}

function asMember(node: MaybeSet, member: boolean): MaybeSet {
  if (!member || node === undefined) return node ?? (member ? MEMBER : undefined);
  return isMember(node) ? node : nodeOf({ ...node }, true);
}

/** The set with each declared field on the way to a member: what pruning takes away with the last leaf below it. */
export function withNamedFields(schema: MergeSchema | undefined, set: MaybeSet): MaybeSet {
  if (set === undefined) return undefined;
  const children: Children = {};
  for (const [element, node] of Object.entries(set)) {
    if (element === SELF) continue;
    const name = element.startsWith('f:') ? element.slice(2) : undefined;
    const field = name !== undefined && schema?.form === 'map' ? schema.field(name) : undefined;
    const below = withNamedFields(field?.schema ?? elementSchema(schema, element), node) ?? MEMBER;
    children[element] = field === undefined ? below : (asMember(below, true) ?? MEMBER);
  }
  return nodeOf(Object.keys(children).length === 0 ? undefined : children, isMember(set));
}

function elementSchema(schema: MergeSchema | undefined, element: PathElement): MergeSchema | undefined {
  if (schema?.form === 'map' && element.startsWith('f:')) return schema.element;
  if (schema?.form === 'list' && element.startsWith('k:')) return schema.element;
  return schema?.form === 'any' ? schema : undefined;
}
