import type {
  ListSchema,
  MapSchema,
  MergeField,
  MergeSchema,
  ScalarSchema,
} from '../../../../src/machinery/managed-fields/merge-schema.ts';

export const TEXT: ScalarSchema = { form: 'scalar', accepts: 'string' };
export const NUMBER: ScalarSchema = { form: 'scalar', accepts: 'numeric' };
export const ANY: ScalarSchema = { form: 'scalar', accepts: 'untyped' };

export function struct(
  fields: Readonly<Record<string, MergeSchema | MergeField>>,
  atomic = false,
): MapSchema {
  const known = new Map(
    Object.entries(fields).map(([name, field]) => [name, 'schema' in field ? field : { schema: field }]),
  );
  return { form: 'map', atomic, field: (name) => known.get(name) };
}

export const mapOf = (element: MergeSchema, atomic = false): MapSchema => ({
  form: 'map',
  atomic,
  field: () => undefined,
  element,
});
export const listOf = (element: MergeSchema): ListSchema => ({
  form: 'list',
  relation: 'atomic',
  keys: [],
  element,
});
export const setOf = (element: MergeSchema): ListSchema => ({
  form: 'list',
  relation: 'set',
  keys: [],
  element,
});
export const keyed = (element: MergeSchema, ...keys: readonly string[]): ListSchema => ({
  form: 'list',
  relation: 'map',
  keys,
  element,
});

const PORT = struct({
  port: NUMBER,
  protocol: { schema: TEXT, whenAbsent: 'TCP' },
  name: TEXT,
});
const CONTAINER = struct({
  name: TEXT,
  image: TEXT,
  ports: keyed(PORT, 'port', 'protocol'),
  args: listOf(TEXT),
});

/** An object with one of everything. */
export const THING = struct({
  metadata: { schema: struct({ labels: mapOf(TEXT), finalizers: setOf(TEXT) }), zero: {} },
  spec: {
    schema: struct({
      replicas: NUMBER,
      selector: mapOf(TEXT, true),
      containers: { schema: keyed(CONTAINER, 'name'), zero: null },
      limit: struct({ cpu: ANY, memory: ANY }),
    }),
    zero: {},
  },
});
