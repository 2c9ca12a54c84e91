import { ageColumn, column, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import { isDefaultClass } from './conditions.ts';
import type { StorageClass } from './types.ts';

export const columns: readonly Column<StorageClass>[] = [
  {
    ...nameColumn,
    cell: (object) => (isDefaultClass(object) ? `${object.metadata.name} (default)` : object.metadata.name),
  },
  column('Provisioner', ({ provisioner }) => provisioner ?? ''),
  column('ReclaimPolicy', ({ reclaimPolicy }) => reclaimPolicy ?? 'Delete'),
  column('VolumeBindingMode', ({ volumeBindingMode }) => volumeBindingMode ?? 'Immediate'),
  column('AllowVolumeExpansion', ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false),
  ageColumn,
];
