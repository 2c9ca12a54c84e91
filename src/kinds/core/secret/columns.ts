import { ageColumn, column, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { Secret } from './types.ts';

export const columns: readonly Column<Secret>[] = [
  nameColumn,
  column('Type', ({ type }) => type ?? ''),
  column('Data', ({ data }) => Object.keys(data ?? {}).length),
  ageColumn,
];
