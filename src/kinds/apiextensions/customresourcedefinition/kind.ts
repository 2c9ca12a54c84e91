import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import {
  defaults,
  heldBy,
  prepareForCreate,
  prepareForUpdate,
  raisesGeneration,
  whenDeleted,
} from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type CustomResourceDefinition = types.CustomResourceDefinition;
export const CustomResourceDefinition = defineKind<CustomResourceDefinition>({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  scope: 'Cluster',
  unconditionalUpdate: false,
  categories: ['api-extensions'],
  subresources: ['status'],
  defaults,
  prepareForCreate,
  prepareForUpdate,
  raisesGeneration,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  heldBy,
  whenDeleted,
  columns: [
    nameColumn,
    { ...column('Created At', ({ metadata }) => metadata.creationTimestamp), type: 'date' },
  ],
});
