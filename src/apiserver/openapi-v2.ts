import type { Kind } from '../kinds/kind.ts';
import { describeField, describeType } from '../kinds/schema/docs.ts';
import { componentName, type OpenApiSchema, openApiComponents } from '../kinds/schema/openapi.ts';
import { isFields } from '../machinery/json.ts';
import { KUBERNETES_VERSION } from '../machinery/kubernetes-version.ts';
import { componentOf } from './openapi-component.ts';
import { operationsOf, sharedParameters } from './openapi-v2-paths.ts';

/** A Swagger document, as far as clients read it. */
export interface OpenApiV2 {
  readonly swagger: '2.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, OpenApiSchema>>;
  readonly definitions: Readonly<Record<string, OpenApiSchema>>;
  readonly parameters: Readonly<Record<string, OpenApiSchema>>;
}

const GVK = 'x-kubernetes-group-version-kind';

/** Components of OpenAPI v3, by name. */
type Components = Readonly<Record<string, OpenApiSchema>>;

/** Answers /openapi/v2: `components` are what /openapi/v3 says of the kinds. */
export function openApiV2(kinds: readonly Kind[], components: Components): OpenApiV2 {
  const schemas = { ...components, ...openApiComponents(['meta/v1.ListMeta', 'meta/v1.Status']) };
  const definitions = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, rootSchema(schema)]),
  );
  for (const kind of kinds) definitions[`${componentOf(kind)}List`] = listSchema(kind);
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: KUBERNETES_VERSION },
    paths: Object.fromEntries(kinds.flatMap(operationsOf)),
    definitions,
    parameters: sharedParameters(),
  };
}

const UNKNOWN = 'x-kubernetes-preserve-unknown-fields';
const EITHER = 'x-kubernetes-int-or-string';

/** The schema of a kind; of one that takes whatever comes nothing is said (buildKubeNative). */
function rootSchema(schema: OpenApiSchema): OpenApiSchema {
  if (schema[UNKNOWN] !== true) return swaggerSchema(schema);
  const { [GVK]: gvk } = schema;
  return { type: 'object', ...(gvk === undefined ? {} : { [GVK]: gvk }) };
}

/** What v2 cannot say is left out: defaults, and one of several types (ToStructuralOpenAPIV2). */
function swaggerSchema(schema: OpenApiSchema): OpenApiSchema {
  const { default: _, oneOf, anyOf: __, not: ___, nullable, allOf, $ref, type, ...rest } = schema;
  const target = $ref ?? referenceIn(allOf);
  if (typeof target === 'string') return { ...rest, $ref: inDefinitions(target) };
  const { properties, items, additionalProperties, ...flat } = rest;
  // Where anything may come kubectl takes neither fields nor items for granted.
  const isOpen = nullable === true || schema[UNKNOWN] === true;
  return {
    ...flat,
    ...(isOpen ? {} : typeOf(type, oneOf !== undefined && schema[EITHER] !== true)),
    ...(properties === undefined || isOpen ? {} : { properties: eachSchema(properties) }),
    ...(items === undefined || isOpen ? {} : { items: swaggerSchema(items as OpenApiSchema) }),
    ...(isFields(additionalProperties) ? { additionalProperties: swaggerSchema(additionalProperties) } : {}),
  };
}

/** A reference that has a default beside it stands in a list. */
const referenceIn = (allOf: unknown): unknown =>
  Array.isArray(allOf) ? (allOf[0] as OpenApiSchema | undefined)?.['$ref'] : undefined;

/** Our own types that may be a text or a number are texts. */
function typeOf(type: unknown, isOneOfSeveral: boolean): OpenApiSchema {
  if (type !== undefined) return { type };
  return isOneOfSeveral ? { type: 'string' } : {};
}

const eachSchema = (schemas: unknown): OpenApiSchema =>
  Object.fromEntries(
    Object.entries(schemas as Components).map(([name, schema]) => [name, swaggerSchema(schema)]),
  );

const inDefinitions = (ref: string): string => ref.replace('#/components/schemas/', '#/definitions/');

function listSchema(of: Kind): OpenApiSchema {
  const { group, version, kind } = of;
  const list = `${of.schema}List`;
  const described = (text: string): OpenApiSchema => (text === '' ? {} : { description: text });
  const field = (name: string): OpenApiSchema => described(describeField(list, name));
  const reference = (name: string): OpenApiSchema => ({ $ref: `#/definitions/${name}` });
  return {
    ...described(describeType(list)),
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { ...field('apiVersion'), type: 'string' },
      items: { ...field('items'), type: 'array', items: reference(componentOf(of)) },
      kind: { ...field('kind'), type: 'string' },
      metadata: { ...field('metadata'), ...reference(componentName('meta/v1.ListMeta')) },
    },
    [GVK]: [{ group, kind: `${kind}List`, version }],
  };
}
