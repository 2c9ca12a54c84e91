import { pathSegmentName } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { bindingColumns, defaultBinding } from '../bindings.ts';
import type * as types from '../types.ts';
import { validateBinding, validateBindingUpdate } from '../validation.ts';

export type ClusterRoleBinding = types.RoleBinding;
export const ClusterRoleBinding = defineKind<ClusterRoleBinding>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  scope: 'Cluster',
  defaults: defaultBinding,
  validate: (binding) => validateBinding(binding, 'the cluster'),
  validateUpdate: (binding, before) => validateBindingUpdate(binding, before, 'the cluster'),
  nameRule: pathSegmentName,
  columns: bindingColumns,
});
