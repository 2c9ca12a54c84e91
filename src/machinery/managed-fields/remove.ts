import { type Fields, isFields } from '../json.ts';
import { UNKNOWN_MAP } from './compare.ts';
import { isMember } from './field-set.ts';
import type { FieldSet, MaybeSet } from './field-tree.ts';
import { elementOf } from './list-items.ts';
import type { ListSchema, MapSchema, MergeSchema } from './merge-schema.ts';
import { fieldElement, SELF } from './path-element.ts';

/** The value without the items and fields of a set, each with all that is in it. What loses all it had is null. */
export function withoutItems(schema: MergeSchema, value: unknown, set: MaybeSet): unknown {
  if (set === undefined) return value;
  switch (schema.form) {
    case 'map':
      return isFields(value) && !schema.atomic ? mapWithout(schema, value, set) : null;
    case 'list':
      return Array.isArray(value) && schema.relation !== 'atomic' ? listWithout(schema, value, set) : null;
    case 'any':
      return isFields(value) && !schema.atomic ? mapWithout(UNKNOWN_MAP, value, set) : value;
    default:
      return value;
  }
}

function mapWithout(schema: MapSchema, map: Fields, set: FieldSet): unknown {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(map)) {
    const node = set[fieldElement(name)];
    if (node !== undefined && isMember(node)) continue;
    const type = schema.field(name)?.schema ?? schema.element;
    kept[name] = node === undefined || type === undefined ? value : withoutItems(type, value, node);
  }
  return Object.keys(kept).length === 0 ? null : kept;
}

function listWithout(schema: ListSchema, list: readonly unknown[], set: FieldSet): unknown {
  const kept: unknown[] = [];
  for (const item of list) {
    const named = elementOf(schema, item);
    const node = 'element' in named && named.element !== SELF ? set[named.element] : undefined;
    if (node !== undefined && isMember(node)) continue;
    kept.push(node === undefined ? item : withoutItems(schema.element, item, node));
  }
  return kept.length === 0 ? null : kept;
}
