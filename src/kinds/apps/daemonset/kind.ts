import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults } from './defaults.ts';
import {
  prepareForCreate,
  prepareForStatusUpdate,
  prepareForUpdate,
  raisesGeneration,
  warnings,
} from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateStatusUpdate, validateUpdate } from './validation.ts';

export type DaemonSet = types.DaemonSet;
export const DaemonSet = defineKind<DaemonSet>({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status'],
  defaults,
  prepareForCreate,
  prepareForUpdate,
  prepareForStatusUpdate,
  raisesGeneration,
  validate,
  validateUpdate,
  validateStatusUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns,
  podTemplate: ({ spec }) => spec.template,
});
