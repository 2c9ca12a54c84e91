import { ageColumn, column, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { ServiceAccount } from './types.ts';

export const columns: readonly Column<ServiceAccount>[] = [
  nameColumn,
  column('Secrets', ({ secrets }) => secrets?.length ?? 0),
  ageColumn,
];
