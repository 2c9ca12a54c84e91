import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { canonicalQuantity } from '../../../machinery/quantity.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type ResourceQuota = types.ResourceQuota;
export const ResourceQuota = defineKind<ResourceQuota>({
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  shortNames: ['quota'],
  scope: 'Namespaced',
  subresources: ['status'],
  prepareForCreate: (quota) => ({ ...quota, status: {} }),
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    column('Request', (quota) => amountsCell(quota, (name) => !isLimit(name))),
    column('Limit', (quota) => amountsCell(quota, isLimit)),
    ageColumn,
  ],
});

const isLimit = (name: string): boolean => name.startsWith('limits.');

/** `cpu: 1/2, pods: 3/10`: what is used of what there is, by name. */
function amountsCell({ status }: ResourceQuota, isShown: (name: string) => boolean): string {
  const { hard = {}, used = {} } = status ?? {};
  return Object.keys(hard)
    .sort()
    .filter(isShown)
    .map((name) => `${name}: ${canonicalQuantity(used[name] ?? '0')}/${canonicalQuantity(hard[name] ?? '0')}`)
    .join(', ');
}
