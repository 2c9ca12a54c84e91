import type { FieldError } from '../../../machinery/field-path.ts';
import { invalid } from '../../../machinery/field-path.ts';
import { nameIsDnsLabel } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { validateFinalizerName } from '../../validation/finalizers.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';

/** The finalizer that every namespace is born with: its content goes first. */
const KUBERNETES = 'kubernetes';
const NAME_LABEL = 'kubernetes.io/metadata.name';

export type Namespace = types.Namespace;
export const Namespace = defineKind<Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  scope: 'Cluster',
  subresources: ['status', 'finalize'],
  defaults,
  prepareForCreate,
  prepareForUpdate,
  validate,
  validateUpdate: validate,
  validateStatusUpdate,
  nameRule: nameIsDnsLabel,
  columns,
  selectableFields: {
    'status.phase': ({ status }) => status?.phase ?? '',
    // Upstream calls it a bug that it keeps for compatibility.
    name: ({ metadata }) => metadata.name,
  },
  heldBy: ({ spec }) => spec?.finalizers ?? [],
  whenDeleted: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
});

/** SetDefaults_Namespace (NS-6). */
function defaults(namespace: Namespace): Namespace {
  const { status } = namespace;
  return withNameLabel({ ...namespace, status: { ...status, phase: status?.phase || 'Active' } });
}

function withNameLabel(namespace: Namespace): Namespace {
  const { name, labels } = namespace.metadata;
  if (!name || labels?.[NAME_LABEL] === name) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, labels: { ...labels, [NAME_LABEL]: name } } };
}

function prepareForCreate(namespace: Namespace): Namespace {
  const given = namespace.spec?.finalizers ?? [];
  const finalizers = given.includes(KUBERNETES) ? given : [...given, KUBERNETES];
  return withNameLabel({
    ...namespace,
    spec: { ...namespace.spec, finalizers },
    status: { phase: 'Active' },
  });
}

/** Finalizers change through the finalize sub-resource only. */
function prepareForUpdate(namespace: Namespace, before: Namespace): Namespace {
  const { spec = {}, status = {} } = before;
  return withNameLabel({ ...namespace, spec, status });
}

function validate({ spec }: Namespace): readonly FieldError[] {
  return (spec?.finalizers ?? []).flatMap((name) => validateFinalizerName(name, 'spec.finalizers'));
}

function validateStatusUpdate({ metadata, status }: Namespace): readonly FieldError[] {
  const phase = status?.phase ?? '';
  if (metadata.deletionTimestamp === undefined) {
    if (phase === 'Active') return [];
    return [invalid('status.Phase', phase, "may only be 'Active' if `deletionTimestamp` is empty")];
  }
  if (phase === 'Terminating') return [];
  return [invalid('status.Phase', phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")];
}
