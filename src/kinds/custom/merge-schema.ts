import type {
  AnySchema,
  MergeField,
  MergeSchema,
  ScalarSchema,
} from '../../machinery/managed-fields/merge-schema.ts';
import {
  itemsOf,
  type JsonSchema,
  valuesOf,
} from '../apiextensions/customresourcedefinition/schema-types.ts';
import { mergeSchemaOf } from '../schema/merge-schema.ts';

const GRANULAR: AnySchema = { form: 'any', atomic: false };
const TEXT: ScalarSchema = { form: 'scalar', accepts: 'string' };
const UNTYPED: ScalarSchema = { form: 'scalar', accepts: 'untyped' };
const SCALARS: Readonly<Record<string, ScalarSchema>> = {
  string: TEXT,
  boolean: { form: 'scalar', accepts: 'boolean' },
  integer: { form: 'scalar', accepts: 'numeric' },
  number: { form: 'scalar', accepts: 'numeric' },
};

/** How server-side apply takes the objects that a schema describes. */
export function customMergeSchema(schema: JsonSchema): MergeSchema {
  return ofObject(schema, {
    apiVersion: { schema: TEXT },
    kind: { schema: TEXT },
    metadata: { schema: mergeSchemaOf('meta/v1.ObjectMeta'), zero: {} },
  });
}

function ofSchema(schema: JsonSchema): MergeSchema {
  if (schema['x-kubernetes-int-or-string'] === true) return UNTYPED;
  switch (schema.type) {
    case 'object':
      return ofObject(schema, {});
    case 'array':
      return ofList(schema);
    default:
      return SCALARS[schema.type ?? ''] ?? GRANULAR;
  }
}

function ofObject(schema: JsonSchema, own: Readonly<Record<string, MergeField>>): MergeSchema {
  const { properties = {} } = schema;
  const values = valuesOf(schema);
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const known = new Map<string, MergeField>(Object.entries(own));
  const field = (name: string): MergeField | undefined => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) return undefined;
    const made: MergeField = {
      schema: ofSchema(property),
      ...(property.default === undefined ? {} : { whenAbsent: property.default }),
    };
    known.set(name, made);
    return made;
  };
  return {
    form: 'map',
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    field,
    ...(values === undefined ? (isOpen ? { element: GRANULAR } : {}) : { element: ofSchema(values) }),
  };
}

function ofList(schema: JsonSchema): MergeSchema {
  const items = itemsOf(schema);
  const listType = schema['x-kubernetes-list-type'];
  return {
    form: 'list',
    relation: listType === 'set' || listType === 'map' ? listType : 'atomic',
    keys: (schema['x-kubernetes-list-map-keys'] ?? []).toSorted(),
    element: items === undefined ? GRANULAR : ofSchema(items),
  };
}
