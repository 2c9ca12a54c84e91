import { canonicalQuantity } from '../../../machinery/quantity.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import { accessModesText } from '../persistentvolume/access-modes.ts';
import { classOf } from './conditions.ts';
import type { PersistentVolumeClaim } from './types.ts';

const isBound = ({ spec }: PersistentVolumeClaim): boolean => Boolean(spec.volumeName);

export const columns: readonly Column<PersistentVolumeClaim>[] = [
  nameColumn,
  column('Status', ({ metadata, status }) =>
    metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
  ),
  column('Volume', ({ spec }) => spec.volumeName ?? ''),
  column('Capacity', (claim) =>
    isBound(claim) ? canonicalQuantity(claim.status?.capacity?.['storage'] ?? '0') : '',
  ),
  column('Access Modes', (claim) => (isBound(claim) ? accessModesText(claim.status?.accessModes) : '')),
  column('StorageClass', (claim) => classOf(claim) ?? ''),
  column('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>'),
  ageColumn,
  wideColumn('VolumeMode', ({ spec }) => spec.volumeMode ?? '<unset>'),
];
