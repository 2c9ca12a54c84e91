import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults } from './defaults.ts';
import type * as types from './types.ts';
import { validate } from './validation.ts';

export type HorizontalPodAutoscaler = types.HorizontalPodAutoscaler;
export const HorizontalPodAutoscaler = defineKind<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  apiVersions: ['autoscaling/v2', 'autoscaling/v1'],
  shortNames: ['hpa'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status'],
  defaults,
  prepareForCreate: (autoscaler) => ({ ...autoscaler, status: { desiredReplicas: 0, currentMetrics: null } }),
  validate,
  nameRule: nameIsDnsSubdomain,
  columns,
});
