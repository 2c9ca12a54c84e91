import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults } from './defaults.ts';
import { prepareForCreate, raisesGeneration, warnings } from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type Job = types.Job;
export const Job = defineKind<Job>({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status'],
  defaults,
  prepareForCreate,
  raisesGeneration,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns,
  selectableFields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  propagation: 'Orphan',
  podTemplate: ({ spec }) => spec.template,
});
