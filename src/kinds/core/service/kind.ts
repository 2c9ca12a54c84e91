import { nameIsDns1035Label } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import { defaults } from './defaults.ts';
import { prepareForCreate, prepareForUpdate } from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateStatusUpdate, validateUpdate } from './validation.ts';
import { warnings } from './warnings.ts';

export type Service = types.Service;
export const Service = defineKind<Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['proxy', 'status'],
  defaults,
  prepareForCreate,
  prepareForUpdate,
  validate,
  validateUpdate,
  validateStatusUpdate,
  nameRule: nameIsDns1035Label,
  warnings: (service) => warnings(service),
  columns,
  selectableFields: {
    'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '',
    'spec.type': ({ spec }) => spec.type,
  },
});
