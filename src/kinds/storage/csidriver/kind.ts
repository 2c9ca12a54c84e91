import { duplicate, type FieldError, unsupported } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, booleanColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';

export type CSIDriver = types.CSIDriver;
export const CSIDriver = defineKind<CSIDriver>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  scope: 'Cluster',
  unconditionalUpdate: false,
  defaults,
  raisesGeneration: ({ spec }, before) =>
    !equalJson(spec.tokenRequests ?? [], before.spec.tokenRequests ?? []),
  validate,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    booleanColumn('AttachRequired', ({ spec }) => spec.attachRequired ?? true),
    booleanColumn('PodInfoOnMount', ({ spec }) => spec.podInfoOnMount ?? false),
    booleanColumn('StorageCapacity', ({ spec }) => spec.storageCapacity ?? false),
    column('TokenRequests', ({ spec: { tokenRequests } }) =>
      tokenRequests === undefined ? '<unset>' : tokenRequests.map(({ audience }) => audience).join(','),
    ),
    booleanColumn('RequiresRepublish', ({ spec }) => spec.requiresRepublish ?? false),
    column('Modes', ({ spec }) => spec.volumeLifecycleModes?.join(',') || '<none>'),
    ageColumn,
  ],
});

/** SetDefaults_CSIDriver. */
function defaults(driver: CSIDriver): CSIDriver {
  const { volumeLifecycleModes: modes, ...given }: Partial<types.CsiDriverSpec> = driver.spec ?? {};
  return {
    ...driver,
    spec: {
      attachRequired: true,
      podInfoOnMount: false,
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      requiresRepublish: false,
      seLinuxMount: false,
      ...given,
      volumeLifecycleModes: modes?.length ? modes : ['Persistent'],
    },
  };
}

const MODES = ['Ephemeral', 'Persistent'];
const GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];

function validate({ spec }: CSIDriver): readonly FieldError[] {
  const { tokenRequests = [], fsGroupPolicy: policy, volumeLifecycleModes: modes } = spec;
  const audiences = tokenRequests.map(({ audience }) => audience);
  return [
    ...(GROUP_POLICIES.includes(policy) ? [] : [unsupported('spec.fsGroupPolicy', policy, GROUP_POLICIES)]),
    ...audiences.flatMap((audience, i) =>
      audiences.indexOf(audience) < i ? [duplicate(`spec.tokenRequests[${i}].audience`, audience)] : [],
    ),
    ...modes
      .filter((mode) => !MODES.includes(mode))
      .map((mode) => unsupported('spec.volumeLifecycleModes', mode, MODES)),
  ];
}
