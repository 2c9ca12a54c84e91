import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind, type RowCondition } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults } from './defaults.ts';
import { ephemeralContainers } from './ephemeral-containers.ts';
import { resize } from './resize.ts';
import { gracePeriodSeconds, prepareForCreate, prepareForStatusUpdate } from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateStatusUpdate, validateUpdate } from './validation.ts';
import { warnings } from './warnings.ts';

const COMPLETED: Readonly<Record<string, readonly RowCondition[]>> = {
  Succeeded: [
    {
      type: 'Completed',
      status: 'True',
      reason: 'Succeeded',
      message: 'The pod has completed successfully.',
    },
  ],
  Failed: [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }],
};

export type Pod = types.Pod;
export const Pod = defineKind<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['proxy', 'status'],
  parts: { ephemeralcontainers: ephemeralContainers, resize },
  defaults,
  prepareForCreate,
  prepareForStatusUpdate,
  keptByStatus: [
    ['metadata', 'deletionTimestamp'],
    ['metadata', 'ownerReferences'],
  ],
  validate,
  validateUpdate,
  validateStatusUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings,
  raisesGeneration: (pod, before) => pod.spec !== before.spec && !equalJson(pod.spec, before.spec),
  columns,
  rowConditions: ({ status }) => COMPLETED[status?.phase ?? ''] ?? [],
  gracePeriodSeconds,
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec.restartPolicy ?? '',
    'spec.schedulerName': ({ spec }) => spec.schedulerName ?? '',
    'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec.hostNetwork ?? false),
    'status.phase': ({ status }) => status?.phase ?? '',
    'status.podIP': ({ status }) => status?.podIPs?.[0]?.ip ?? '',
    'status.nominatedNodeName': ({ status }) => status?.nominatedNodeName ?? '',
  },
});
