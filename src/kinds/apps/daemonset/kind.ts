import { ageColumn, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';

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
  columns: [nameColumn, ageColumn],
});
