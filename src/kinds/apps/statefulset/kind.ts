import { formatSelector } from '../../../machinery/labels.ts';
import { nameIsDnsLabel } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults } from './defaults.ts';
import { prepareForCreate, prepareForUpdate, raisesGeneration, warnings } from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateStatusUpdate, validateUpdate } from './validation.ts';

export type StatefulSet = types.StatefulSet;
export const StatefulSet = defineKind<StatefulSet>({
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status', 'scale'],
  defaults,
  prepareForCreate,
  prepareForUpdate,
  raisesGeneration,
  validate,
  validateUpdate,
  validateStatusUpdate,
  nameRule: nameIsDnsLabel,
  warnings,
  columns,
  podTemplate: ({ spec }) => spec.template,
  scale: {
    replicas: ({ spec }) => spec.replicas,
    withReplicas: (statefulSet, replicas) => ({ ...statefulSet, spec: { ...statefulSet.spec, replicas } }),
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => formatSelector(spec.selector),
  },
});
