import { ageColumn, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';

export type Service = types.Service;
export const Service = defineKind<Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status'],
  columns: [nameColumn, ageColumn],
});
