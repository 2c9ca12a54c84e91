import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, integerColumn, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';

export type CSINode = types.CSINode;
export const CSINode = defineKind<CSINode>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSINode',
  plural: 'csinodes',
  scope: 'Cluster',
  unconditionalUpdate: false,
  nameRule: nameIsDnsSubdomain,
  columns: [nameColumn, integerColumn('Drivers', ({ spec }) => spec.drivers?.length ?? 0), ageColumn],
});
