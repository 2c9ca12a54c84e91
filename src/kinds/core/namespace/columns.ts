import { ageColumn, column, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { Namespace } from './types.ts';

export const columns: readonly Column<Namespace>[] = [
  nameColumn,
  column('Status', ({ status }) => status?.phase ?? ''),
  ageColumn,
];
