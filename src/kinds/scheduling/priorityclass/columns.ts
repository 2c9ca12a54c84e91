import { ageColumn, booleanColumn, column, integerColumn, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { PriorityClass } from './types.ts';

export const columns: readonly Column<PriorityClass>[] = [
  nameColumn,
  integerColumn('Value', ({ value }) => value ?? 0),
  booleanColumn('Global-Default', ({ globalDefault }) => globalDefault ?? false),
  ageColumn,
  column('PreemptionPolicy', ({ preemptionPolicy }) => preemptionPolicy ?? ''),
];
