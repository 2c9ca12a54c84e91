import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type PriorityClass = types.PriorityClass;
export const PriorityClass = defineKind<PriorityClass>({
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  shortNames: ['pc'],
  scope: 'Cluster',
  defaults: (priorityClass) => ({
    ...priorityClass,
    preemptionPolicy: priorityClass.preemptionPolicy ?? 'PreemptLowerPriority',
  }),
  // It starts at 1 and stays there: nothing that counts may change.
  raisesGeneration: () => false,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  columns,
});
