import { ageColumn, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';

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
  columns: [nameColumn, ageColumn],
});
