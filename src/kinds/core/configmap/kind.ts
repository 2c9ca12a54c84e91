import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type ConfigMap = types.ConfigMap;
export const ConfigMap = defineKind<ConfigMap>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  scope: 'Namespaced',
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  columns,
});
