import { pathSegmentName } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { defaultRules } from '../rules.ts';
import type * as types from '../types.ts';
import { validateClusterRole } from '../validation.ts';

export type ClusterRole = types.ClusterRole;
export const ClusterRole = defineKind<ClusterRole>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  scope: 'Cluster',
  defaults: defaultRules,
  validate: validateClusterRole,
  nameRule: pathSegmentName,
  columns: [],
});
