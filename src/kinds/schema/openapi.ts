import { describeField, describeType } from './docs.ts';
import { type Field, type GoType, goName, namedType, type StructType, structOf } from './type-tree.ts';

/** A schema object of OpenAPI v3. */
export type OpenApiSchema = Readonly<Record<string, unknown>>;

/** The schemas of these types and of all they refer to, by component name, as /openapi/v3 serves them. */
export function openApiComponents(names: readonly string[]): Record<string, OpenApiSchema> {
  const components: Record<string, OpenApiSchema> = {};
  const add = (name: string): void => {
    const component = componentName(name);
    if (components[component] !== undefined) return;
    components[component] = {};
    components[component] = componentOf(name, add);
  };
  for (const name of names) add(name);
  return components;
}

const MACHINERY = 'io.k8s.apimachinery.pkg';
const PACKAGES: Readonly<Record<string, string>> = {
  'meta/v1': `${MACHINERY}.apis.meta.v1`,
  resource: `${MACHINERY}.api.resource`,
  intstr: `${MACHINERY}.util.intstr`,
  runtime: `${MACHINERY}.runtime`,
  'apiextensions.k8s.io/v1': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
  'apiregistration.k8s.io/v1': 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1',
};

/** `core/v1.PodSpec` as OpenAPI calls it: `io.k8s.api.core.v1.PodSpec`. */
export function componentName(name: string): string {
  const dot = name.lastIndexOf('.');
  const pkg = name.slice(0, dot);
  const [group = '', version] = pkg.split('/');
  const known = PACKAGES[pkg] ?? `io.k8s.api.${group.split('.')[0]}.${version}`;
  return `${known}.${name.slice(dot + 1)}`;
}

type Add = (name: string) => void;

function componentOf(name: string, add: Add): OpenApiSchema {
  const type = namedType(name);
  const described = describeType(name);
  const about = described === '' ? {} : { description: described };
  if (OBJECTS.has(name)) return { ...about, type: 'object' };
  if (type?.form !== 'struct') return { ...about, ...SPECIAL[type?.form ?? ''] };
  return { ...about, ...structSchema(structOf(name), add) };
}

/** How the types look that read their JSON themselves. */
const SPECIAL: Readonly<Record<string, OpenApiSchema>> = {
  quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  'int-or-string': { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' },
  time: { type: 'string', format: 'date-time' },
  'micro-time': { type: 'string', format: 'date-time' },
  duration: { type: 'string' },
};
/** These hold any object at all. */
const OBJECTS = new Set(['runtime.RawExtension', 'meta/v1.FieldsV1']);

function structSchema(struct: StructType, add: Add): OpenApiSchema {
  const required = struct.fields.filter((field) => field.required).map(({ json }) => json);
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    ...(struct.fields.length === 0 ? {} : { properties: propertiesOf(struct, add) }),
    ...(struct.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}

function propertiesOf(struct: StructType, add: Add): OpenApiSchema {
  const fields = struct.fields.toSorted((a, b) => (a.json < b.json ? -1 : 1));
  return Object.fromEntries(fields.map((field) => [field.json, propertyOf(struct, field, add)]));
}

function propertyOf(struct: StructType, field: Field, add: Add): OpenApiSchema {
  const described = describeField(struct.name, field.json);
  const { listType, mapKeys, mapType, mergeKey, patchStrategies, type, omitEmpty } = field;
  const value = valueSchema(type, omitEmpty ? 'optional' : 'always', add);
  return {
    ...(described === '' ? {} : { description: described }),
    // Beside a bare reference nothing else may stand.
    ...(described !== '' && '$ref' in value ? { allOf: [value] } : value),
    ...(mapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': mapKeys }),
    ...(listType === undefined ? {} : { 'x-kubernetes-list-type': listType }),
    ...(mapType === undefined ? {} : { 'x-kubernetes-map-type': mapType }),
    ...(mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': mergeKey }),
    ...(patchStrategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': patchStrategies.join(',') }),
  };
}

/** What is always written has a default: Go's zero value. */
function valueSchema(type: GoType, written: 'always' | 'optional', add: Add): OpenApiSchema {
  const zero = (value: unknown): OpenApiSchema => (written === 'always' ? { default: value } : {});
  switch (type.form) {
    case 'pointer':
      return withoutDefault(valueSchema(type.to, 'optional', add));
    case 'list':
      return { type: 'array', items: valueSchema(type.element, 'always', add) };
    case 'map':
      return { type: 'object', additionalProperties: valueSchema(type.value, 'always', add) };
    case 'string':
      return { type: 'string', ...zero(''), ...(type.values === undefined ? {} : { enum: type.values }) };
    case 'bool':
      return { type: 'boolean', ...zero(false) };
    case 'int':
      return { type: 'integer', format: type.go === 'int32' ? 'int32' : 'int64', ...zero(0) };
    case 'float':
      return { type: 'number', format: 'double', ...zero(0) };
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'struct':
      return { allOf: [reference(type.name, add)], default: {} };
    default:
      return reference(type.name ?? goName(type.go), add);
  }
}

/** A pointer may be nil, so its struct has no default. */
function withoutDefault(schema: OpenApiSchema): OpenApiSchema {
  const { default: _, allOf, ...rest } = schema;
  return Array.isArray(allOf) ? { ...rest, ...allOf[0] } : schema;
}

function reference(name: string, add: Add): OpenApiSchema {
  add(name);
  return { $ref: `#/components/schemas/${componentName(name)}` };
}
