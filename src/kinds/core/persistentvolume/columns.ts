import { canonicalQuantity } from '../../../machinery/quantity.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import { accessModesText } from './access-modes.ts';
import { classOf } from './conditions.ts';
import type { PersistentVolume } from './types.ts';

export const columns: readonly Column<PersistentVolume>[] = [
  nameColumn,
  column('Capacity', ({ spec }) => canonicalQuantity(spec.capacity?.['storage'] ?? '0')),
  column('Access Modes', ({ spec }) => accessModesText(spec.accessModes)),
  column('Reclaim Policy', ({ spec }) => spec.persistentVolumeReclaimPolicy ?? ''),
  column('Status', ({ metadata, status }) =>
    metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
  ),
  column('Claim', ({ spec: { claimRef } }) =>
    claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`,
  ),
  column('StorageClass', classOf),
  column('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>'),
  column('Reason', ({ status }) => status?.reason ?? ''),
  ageColumn,
  wideColumn('VolumeMode', ({ spec }) => spec.volumeMode ?? '<unset>'),
];
