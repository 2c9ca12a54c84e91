import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults } from './defaults.ts';
import { prepareForCreate, prepareForStatusUpdate, prepareForUpdate } from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateStatusUpdate, validateUpdate } from './validation.ts';
import { warnings } from './warnings.ts';

export type PersistentVolumeClaim = types.PersistentVolumeClaim;
export const PersistentVolumeClaim = defineKind<PersistentVolumeClaim>({
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  scope: 'Namespaced',
  subresources: ['status'],
  defaults,
  prepareForCreate,
  prepareForUpdate,
  prepareForStatusUpdate,
  validate,
  validateUpdate,
  validateStatusUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings: (claim) => warnings(claim),
  columns,
  // Upstream calls it a bug that it keeps for compatibility.
  selectableFields: { name: ({ metadata }) => metadata.name },
});
