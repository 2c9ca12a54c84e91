import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';

export type Pod = types.Pod;
export const Pod = defineKind<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status'],
  columns: [],
});
