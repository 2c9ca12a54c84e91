import { ageColumn, column, containerColumns, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { StatefulSet } from './types.ts';

export const columns: readonly Column<StatefulSet>[] = [
  nameColumn,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
  ageColumn,
  ...containerColumns<StatefulSet>(({ spec }) => spec.template),
];
