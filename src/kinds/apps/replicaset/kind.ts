import { ageColumn, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';

export type ReplicaSet = types.ReplicaSet;
export const ReplicaSet = defineKind<ReplicaSet>({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status', 'scale'],
  columns: [nameColumn, ageColumn],
});
