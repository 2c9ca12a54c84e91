import {
  ageColumn,
  column,
  containerColumns,
  integerColumn,
  labelsCell,
  nameColumn,
  selectorColumn,
} from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { DaemonSet } from './types.ts';

export const columns: readonly Column<DaemonSet>[] = [
  nameColumn,
  integerColumn('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0),
  integerColumn('Current', ({ status }) => status?.currentNumberScheduled ?? 0),
  integerColumn('Ready', ({ status }) => status?.numberReady ?? 0),
  integerColumn('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0),
  integerColumn('Available', ({ status }) => status?.numberAvailable ?? 0),
  column('Node Selector', ({ spec }) => labelsCell(spec.template.spec.nodeSelector)),
  ageColumn,
  ...containerColumns<DaemonSet>(({ spec }) => spec.template),
  selectorColumn(({ spec }) => spec.selector),
];
