import { ageColumn, column, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { ConfigMap } from './types.ts';

const size = (map: object | undefined): number => Object.keys(map ?? {}).length;

export const columns: readonly Column<ConfigMap>[] = [
  nameColumn,
  column('Data', ({ data, binaryData }) => size(data) + size(binaryData)),
  ageColumn,
];
