import { equalJson } from '../../../machinery/json.ts';
import { CLEANUP, withCondition } from './conditions.ts';
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionStatus,
} from './types.ts';

const NO_STATUS: CustomResourceDefinitionStatus = {
  conditions: null,
  acceptedNames: { plural: '', kind: '' },
  storedVersions: null,
};

/** SetDefaults_CustomResourceDefinition. */
export function defaults(definition: CustomResourceDefinition): CustomResourceDefinition {
  const given: Partial<CustomResourceDefinitionSpec> = definition.spec ?? {};
  const names = given.names ?? { plural: '', kind: '' };
  const singular = names.singular || (names.kind ?? '').toLowerCase();
  const spec = {
    ...given,
    names: { ...names, singular, ...(names.kind ? { listKind: names.listKind || `${names.kind}List` } : {}) },
    conversion: withPort(given.conversion ?? { strategy: 'None' }),
  } as CustomResourceDefinitionSpec;
  return { ...definition, spec };
}

type Conversion = NonNullable<CustomResourceDefinitionSpec['conversion']>;

function withPort(conversion: Conversion): Conversion {
  const { webhook } = conversion;
  const service = webhook?.clientConfig?.service;
  if (service === undefined) return conversion;
  const clientConfig = { ...webhook?.clientConfig, service: { port: 443, ...service } };
  return { ...conversion, webhook: { ...webhook, clientConfig } };
}

const storageVersion = ({ versions }: CustomResourceDefinitionSpec): readonly string[] =>
  (versions ?? []).flatMap(({ name, storage }) => (storage ? [name] : [])).slice(0, 1);

export function prepareForCreate(definition: CustomResourceDefinition): CustomResourceDefinition {
  return { ...definition, status: { ...NO_STATUS, storedVersions: storageVersion(definition.spec) } };
}

/** A version that becomes the stored one is written down as such. */
export function prepareForUpdate(
  definition: CustomResourceDefinition,
  before: CustomResourceDefinition,
): CustomResourceDefinition {
  const status = before.status ?? NO_STATUS;
  const known = status.storedVersions ?? [];
  const added = storageVersion(definition.spec).filter((name) => !known.includes(name));
  const next = added.length === 0 ? status : { ...status, storedVersions: [...known, ...added] };
  return { ...definition, status: next };
}

export const raisesGeneration = (
  definition: CustomResourceDefinition,
  before: CustomResourceDefinition,
): boolean => !equalJson(definition.spec, before.spec);

/** What holds a definition that is not being deleted yet: its objects may be there. */
export const heldBy = ({ metadata }: CustomResourceDefinition): readonly string[] =>
  metadata.deletionTimestamp === undefined ? [CLEANUP] : [];

/** The first DELETE leaves the definition to those who delete its objects. */
export function whenDeleted(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { finalizers = [], deletionTimestamp, creationTimestamp } = definition.metadata;
  if (finalizers.includes(CLEANUP)) return definition;
  const marked = {
    ...definition,
    metadata: { ...definition.metadata, finalizers: [...finalizers, CLEANUP] },
  };
  const condition = {
    type: 'Terminating',
    status: 'True',
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  };
  return withCondition(marked, condition, deletionTimestamp ?? creationTimestamp);
}
