import { type Fields, isFields } from '../../../machinery/json.ts';

/** An OpenAPI v3 document: its schemas, and what refers to them. */
export interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Schema extends Fields {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const SCHEMA_PREFIX = '#/components/schemas/';

/** What a reference stands for; undefined where it leads nowhere. */
export function resolve(ref: string | undefined, document: Document): Schema | undefined {
  if (ref?.startsWith(SCHEMA_PREFIX) !== true) return undefined;
  return document.components?.schemas?.[decodeURIComponent(ref.slice(SCHEMA_PREFIX.length))];
}

/** The schema of a kind. */
export function schemaOf(wanted: GroupVersionKind, document: Document): Schema | undefined {
  return Object.values(document.components?.schemas ?? {}).find((schema) => {
    const kinds = schema['x-kubernetes-group-version-kind'];
    return Array.isArray(kinds) && kinds.some((one) => isKind(one, wanted));
  });
}

function isKind(value: unknown, { group, version, kind }: GroupVersionKind): boolean {
  return (
    isFields(value) && value['group'] === group && value['version'] === version && value['kind'] === kind
  );
}

/** What a map's values are; undefined for anything goes. */
export function valuesOf({ additionalProperties }: Schema): Schema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** `string`, `[]Container`, `map[string]string`: the type as explain shows it. */
export function typeOf(schema: Schema, document: Document): string {
  const values = valuesOf(schema);
  const [only, second] = schema.allOf ?? [];
  if (schema.items !== undefined) return `[]${typeOf(schema.items, document)}`;
  if (values !== undefined) return `map[string]${typeOf(values, document)}`;
  if (only !== undefined && second === undefined && schema.properties === undefined)
    return typeOf(only, document);
  if (schema.$ref !== undefined) return referredType(schema.$ref, document);
  return schema.type === undefined || schema.type === 'object' ? 'Object' : schema.type;
}

/** Objects are shown by name, everything else by what it is. */
function referredType(ref: string, document: Document): string {
  const type = resolve(ref, document)?.type;
  if (type !== undefined && type !== 'object') return type;
  return ref.split('/').at(-1)?.split('.').at(-1) || 'Object';
}
