import type { FieldError } from '../../machinery/field-path.ts';
import { equalJson, type Fields } from '../../machinery/json.ts';
import { printValues } from '../../machinery/json-path.ts';
import { nameIsDnsSubdomain, qualifiedName } from '../../machinery/names.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { hasCondition } from '../apiextensions/customresourcedefinition/conditions.ts';
import type { JsonSchema } from '../apiextensions/customresourcedefinition/schema-types.ts';
import type {
  CustomResourceDefinition,
  DefinitionVersion,
} from '../apiextensions/customresourcedefinition/types.ts';
import { defineFace, defineKind, type Kind, type KindDefinition, type Verb } from '../kind.ts';
import { customColumns } from './columns.ts';
import { decodeCustom } from './decode.ts';
import { defaulted } from './defaulting.ts';
import { validateListTypes } from './list-types.ts';
import { customMergeSchema } from './merge-schema.ts';
import { publishedSchema } from './openapi.ts';
import { finderOf } from './path.ts';
import { withRulesUnchecked } from './rules.ts';
import { customScale, validateScale, validateScaleStatus } from './scale.ts';
import { validateValue } from './value-validation.ts';

/** What a definition defines. */
export interface CustomKinds {
  /** As it is stored. */
  readonly stored: Kind;
  /** Each version that is served, in the order of the definition. */
  readonly served: readonly Kind[];
}

/** The kinds of a definition: one that is stored, and a face of it for each version where there are several. */
export function customKinds(definition: CustomResourceDefinition): CustomKinds {
  const { spec } = definition;
  const storage = spec.versions.find((version) => version.storage) ?? (spec.versions[0] as DefinitionVersion);
  const stored = defineKind<KubeObject>(kindOf(definition, storage));
  const served = spec.versions.filter((version) => version.served);
  if (spec.versions.length === 1) return { stored, served: served.map(() => stored) };
  return { stored, served: served.map((version) => faceOf(stored, definition, version)) };
}

/** With the conversion None versions differ in nothing but their name. */
function faceOf(stored: Kind, definition: CustomResourceDefinition, version: DefinitionVersion): Kind {
  const inVersion =
    (name: string) =>
    (object: KubeObject): KubeObject => ({ ...object, apiVersion: `${definition.spec.group}/${name}` });
  return defineFace(stored, {
    ...defineKind<KubeObject>(kindOf(definition, version)),
    shown: inVersion(version.name),
    stored: inVersion(stored.version),
  });
}

const NOT_WHEN_TERMINATING: readonly Verb[] = ['delete', 'deletecollection', 'get', 'list', 'watch'];

function kindOf(
  definition: CustomResourceDefinition,
  version: DefinitionVersion,
): KindDefinition<KubeObject> {
  const { group, names, scope, versions } = definition.spec;
  const schema: JsonSchema = version.schema?.openAPIV3Schema ?? {};
  const hasStatus = version.subresources?.status !== undefined;
  const scale = version.subresources?.scale;
  const identity = { apiVersion: `${group}/${version.name}`, kind: names.kind };
  return {
    group,
    version: version.name,
    kind: names.kind,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    scope: scope === 'Cluster' ? 'Cluster' : 'Namespaced',
    subresources: hasStatus ? ['status'] : [],
    unconditionalUpdate: false,
    apiVersions: versions.map(({ name }) => `${group}/${name}`),
    ...(hasCondition(definition, 'Terminating') ? { verbs: NOT_WHEN_TERMINATING } : {}),
    ...(version.deprecated
      ? { deprecation: version.deprecationWarning ?? `${group}/${version.name} ${names.kind} is deprecated` }
      : {}),
    ...lazyColumns(version),
    ownSchema: ownSchema(schema, identity),
    defaults: (object) => defaulted(schema, object) as KubeObject,
    nameRule: nameIsDnsSubdomain,
    raisesGeneration: (object, before) => !equalJson(withoutMetadata(object), withoutMetadata(before)),
    selectableFields: selectableFields(version),
    warnings: finalizerWarnings,
    ...(scale === undefined ? {} : { scale: customScale(scale) }),
    ...validations(schema, version),
  };
}

/** Paths are compiled when a table is first asked for. */
function lazyColumns({ additionalPrinterColumns }: DefinitionVersion): Pick<Kind, 'columns'> {
  return { columns: customColumns(additionalPrinterColumns) };
}

function ownSchema(schema: JsonSchema, identity: { readonly apiVersion: string; readonly kind: string }) {
  const merge = customMergeSchema(schema);
  return {
    decode: (raw: Fields) => decodeCustom(schema, raw, identity),
    merge,
    published: () => publishedSchema(schema),
  };
}

const withoutMetadata = ({ metadata: _, apiVersion: __, ...rest }: KubeObject): Fields => rest;

const ROOT = { prefix: '', name: '' };

function validations(
  schema: JsonSchema,
  { subresources }: DefinitionVersion,
): Pick<Kind, 'validate' | 'validateUpdate' | 'validateStatusUpdate'> {
  const scale = subresources?.scale;
  const statusSchema = schema.properties?.['status'];
  const told = withRulesUnchecked(schema);
  const bySchema = (object: KubeObject, before?: KubeObject): readonly FieldError[] =>
    told([
      ...validateValue(schema, object, ROOT, before).faults,
      ...(scale === undefined ? [] : validateScale(scale, object)),
      ...(before !== undefined && validateListTypes(schema, before, '').length > 0
        ? []
        : validateListTypes(schema, object, '')),
    ]);
  const statusOf = (object: KubeObject): unknown => (object as KubeObject & { status?: unknown }).status;
  return {
    validate: (object) => bySchema(object),
    validateUpdate: bySchema,
    validateStatusUpdate: (object, before) => {
      const status = statusOf(object);
      const at = { prefix: 'status', name: '' };
      return told([
        ...(status === undefined || statusSchema === undefined
          ? []
          : validateValue(statusSchema, status, at, statusOf(before)).faults),
        ...(scale === undefined ? [] : validateScaleStatus(scale, object)),
      ]);
    },
  };
}

function selectableFields({ selectableFields: fields = [] }: DefinitionVersion): Kind['selectableFields'] {
  return Object.fromEntries(
    fields.map(({ jsonPath }) => {
      const find = finderOf(jsonPath);
      return [jsonPath.replace(/^\./, ''), (object: KubeObject) => printValues(find?.(object) ?? [])];
    }),
  );
}

const STANDARD_FINALIZERS = ['orphan', 'foregroundDeletion', 'kubernetes'];

/** validateKubeFinalizerName: finalizers of custom objects had better say whose they are. */
function finalizerWarnings({ metadata }: KubeObject, before?: KubeObject): readonly string[] {
  const added = (metadata.finalizers ?? []).filter((name) => !before?.metadata.finalizers?.includes(name));
  return added.toSorted().flatMap((name) => {
    const path = name.includes('.') ? ' including a path (/)' : '';
    const advice = `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`;
    const isBare = !name.includes('/') && !STANDARD_FINALIZERS.includes(name);
    const texts = [...qualifiedName(name), ...(isBare ? [advice] : [])];
    return texts.map((text) => `metadata.finalizers: ${JSON.stringify(name)}: ${text}`);
  });
}
