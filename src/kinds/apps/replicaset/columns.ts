import { ageColumn, containerColumns, integerColumn, nameColumn, selectorColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { ReplicaSet } from './types.ts';

export const columns: readonly Column<ReplicaSet>[] = [
  nameColumn,
  integerColumn('Desired', ({ spec }) => spec.replicas ?? 0),
  integerColumn('Current', ({ status }) => status?.replicas ?? 0),
  integerColumn('Ready', ({ status }) => status?.readyReplicas ?? 0),
  ageColumn,
  ...containerColumns<ReplicaSet>(({ spec }) => spec.template),
  selectorColumn(({ spec }) => spec.selector),
];
