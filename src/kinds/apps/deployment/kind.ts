import { formatSelector } from '../../../machinery/labels.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults } from './defaults.ts';
import { prepareForCreate, prepareForStatusUpdate, raisesGeneration, warnings } from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateStatusUpdate, validateUpdate } from './validation.ts';

export type Deployment = types.Deployment;
export const Deployment = defineKind<Deployment>({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status', 'scale'],
  defaults,
  prepareForCreate,
  prepareForStatusUpdate,
  keptByStatus: [['metadata', 'labels']],
  raisesGeneration,
  validate,
  validateUpdate,
  validateStatusUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns,
  podTemplate: ({ spec }) => spec.template,
  scale: {
    replicas: ({ spec }) => spec.replicas,
    withReplicas: (deployment, replicas) => ({ ...deployment, spec: { ...deployment.spec, replicas } }),
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => formatSelector(spec.selector),
  },
});
