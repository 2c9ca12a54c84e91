import { type Fields, isFields } from '../../machinery/json.ts';
import {
  itemsOf,
  type JsonSchema,
  valuesOf,
} from '../apiextensions/customresourcedefinition/schema-types.ts';

/** A value without what its schema does not know. */
export interface Pruned {
  readonly value: unknown;
  /** Paths of what went, in order of their names. */
  readonly unknown: readonly string[];
}

const META_FIELDS = ['apiVersion', 'kind', 'metadata'];

/** Drops the fields that no schema tells of; those of every object at the root are looked at elsewhere. */
export function pruned(schema: JsonSchema, object: Fields): Pruned {
  const unknown: string[] = [];
  const root = { ...schema, 'x-kubernetes-embedded-resource': true };
  const value = prune(root, object, '', unknown);
  return { value, unknown: unknown.sort() };
}

function prune(schema: JsonSchema | undefined, value: unknown, path: string, unknown: string[]): unknown {
  if (Array.isArray(value)) {
    const items = schema === undefined ? undefined : itemsOf(schema);
    // Without a schema of its own a list inside something preserved is preserved.
    if (items === undefined && isPreserved(schema)) return value;
    return mapped(value, (item, i) => prune(items, item, `${path}[${i}]`, unknown));
  }
  return isFields(value) ? pruneFields(schema, value, path, unknown) : value;
}

const isPreserved = (schema: JsonSchema | undefined): boolean =>
  schema?.['x-kubernetes-preserve-unknown-fields'] === true;

function pruneFields(schema: JsonSchema | undefined, value: Fields, path: string, unknown: string[]): Fields {
  const values = schema === undefined ? undefined : valuesOf(schema);
  const isResource = schema?.['x-kubernetes-embedded-resource'] === true;
  const next: Record<string, unknown> = {};
  let changed = false;
  for (const [key, part] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    const property = Object.hasOwn(schema?.properties ?? {}, key) ? schema?.properties?.[key] : undefined;
    if (isResource && META_FIELDS.includes(key)) next[key] = part;
    else if (property !== undefined || schema?.additionalProperties !== undefined) {
      next[key] = prune(property ?? values, part, at, unknown);
      changed ||= next[key] !== part;
    } else if (isPreserved(schema)) next[key] = part;
    else {
      unknown.push(at);
      changed = true;
    }
  }
  return changed ? next : value;
}

function mapped(
  list: readonly unknown[],
  change: (item: unknown, index: number) => unknown,
): readonly unknown[] {
  const next = list.map(change);
  return next.some((item, i) => item !== list[i]) ? next : list;
}
