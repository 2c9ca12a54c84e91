import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults, prepareForCreate, prepareForStatusUpdate, prepareForUpdate } from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';
import { warnings } from './warnings.ts';

export type PersistentVolume = types.PersistentVolume;
export const PersistentVolume = defineKind<PersistentVolume>({
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  scope: 'Cluster',
  subresources: ['status'],
  defaults,
  prepareForCreate,
  prepareForUpdate,
  prepareForStatusUpdate,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings: (volume) => warnings(volume),
  columns,
  // Upstream calls it a bug that it keeps for compatibility.
  selectableFields: { name: ({ metadata }) => metadata.name },
});
