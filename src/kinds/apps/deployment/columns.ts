import { ageColumn, column, containerColumns, nameColumn, selectorColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { Deployment } from './types.ts';

export const columns: readonly Column<Deployment>[] = [
  nameColumn,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
  column('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
  column('Available', ({ status }) => status?.availableReplicas ?? 0),
  ageColumn,
  ...containerColumns<Deployment>(({ spec }) => spec.template),
  selectorColumn(({ spec }) => spec.selector),
];
