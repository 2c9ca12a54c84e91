import type {
  AnySchema,
  MergeField,
  MergeSchema,
  ScalarSchema,
} from '../../machinery/managed-fields/merge-schema.ts';
import { type Field, findStruct, type GoType, type StructType } from './type-tree.ts';

const GRANULAR: AnySchema = { form: 'any', atomic: false };
const OPAQUE: AnySchema = { form: 'any', atomic: true };

const known = new Map<string, MergeSchema>();

/** How server-side apply takes a kind's objects; without a type in the tree, as JSON tells. */
export function mergeSchemaOf(schema: string): MergeSchema {
  const struct = findStruct(schema);
  return struct === undefined ? GRANULAR : ofStruct(struct);
}

function ofStruct(struct: StructType): MergeSchema {
  const seen = known.get(struct.name);
  if (seen !== undefined) return seen;
  const fields = new Map<string, MergeField>();
  const made: MergeSchema = {
    form: 'map',
    atomic: struct.atomic,
    field: (name) => {
      const found = fields.get(name);
      if (found !== undefined) return found;
      const index = struct.byName.get(name);
      const field = index === undefined ? undefined : struct.fields[index];
      if (field === undefined) return undefined;
      const merge = ofField(struct, field);
      fields.set(name, merge);
      return merge;
    },
  };
  known.set(struct.name, made);
  return made;
}

/** Defaults that the API declares for keys of lists, where they are not Go's zero value. */
const DECLARED: Readonly<Record<string, string>> = {
  'core/v1.ContainerPort.protocol': 'TCP',
  'core/v1.ServicePort.protocol': 'TCP',
};

function ofField(struct: StructType, field: Field): MergeField {
  const { type, omitEmpty, json } = field;
  const zero = type.form === 'struct' || !omitEmpty ? ZEROS[type.form] : undefined;
  const declared = DECLARED[`${struct.name}.${json}`];
  const whenAbsent = declared ?? (omitEmpty || type.form === 'pointer' ? undefined : SCALAR_ZEROS[type.form]);
  return {
    schema: ofType(type, field),
    ...(zero === undefined ? {} : { zero }),
    ...(whenAbsent === undefined ? {} : { whenAbsent }),
  };
}

const SCALAR_ZEROS: Readonly<Record<string, unknown>> = { string: '', bool: false, int: 0, float: 0 };

/** What a typed object holds in a field that was never set. */
const ZEROS: Readonly<Record<string, unknown>> = {
  ...SCALAR_ZEROS,
  struct: {},
  pointer: null,
  list: null,
  map: null,
  time: null,
  'micro-time': null,
};

const SCALARS: Readonly<Record<string, ScalarSchema>> = {
  string: { form: 'scalar', accepts: 'string' },
  bytes: { form: 'scalar', accepts: 'string' },
  duration: { form: 'scalar', accepts: 'string' },
  bool: { form: 'scalar', accepts: 'boolean' },
  int: { form: 'scalar', accepts: 'numeric' },
  float: { form: 'scalar', accepts: 'numeric' },
};
const UNTYPED: ScalarSchema = { form: 'scalar', accepts: 'untyped' };

/** Types that hold any JSON at all. */
const RAW = new Set(['raw', 'schema-or-bool', 'schema-or-list', 'schema-or-strings']);

function ofType(type: GoType, field: Field | undefined): MergeSchema {
  switch (type.form) {
    case 'pointer':
      return ofType(type.to, field);
    case 'struct':
      return field?.mapType === 'atomic'
        ? { form: 'map', atomic: true, field: fieldsOf(type) }
        : ofStruct(type);
    case 'map':
      return {
        form: 'map',
        atomic: field?.mapType === 'atomic',
        field: () => undefined,
        element: ofType(type.value, undefined),
      };
    case 'list':
      return { form: 'list', ...relationOf(field), element: ofType(type.element, undefined) };
    default:
      if (RAW.has(type.form)) return type.name === 'meta/v1.FieldsV1' ? GRANULAR : OPAQUE;
      return SCALARS[type.form] ?? UNTYPED;
  }
}

function fieldsOf(struct: StructType): (name: string) => MergeField | undefined {
  const schema = ofStruct(struct);
  return schema.form === 'map' ? schema.field : () => undefined;
}

/** A list says itself what it is; one that a strategic patch merges by key is keyed by that; any other is one value. */
function relationOf(field: Field | undefined): {
  readonly relation: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
} {
  const { listType, mapKeys = [], patchStrategies = [], mergeKey } = field ?? {};
  if (listType === 'map') return { relation: 'map', keys: mapKeys.toSorted() };
  if (listType === 'set') return { relation: 'set', keys: [] };
  if (listType === 'atomic' || !patchStrategies.includes('merge')) return { relation: 'atomic', keys: [] };
  return mergeKey === undefined ? { relation: 'set', keys: [] } : { relation: 'map', keys: [mergeKey] };
}
