import { pathSegmentName } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { bindingColumns, defaultBinding } from '../bindings.ts';
import type * as types from '../types.ts';
import { validateBinding, validateBindingUpdate } from '../validation.ts';

export type RoleBinding = types.RoleBinding;
export const RoleBinding = defineKind<RoleBinding>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  scope: 'Namespaced',
  defaults: defaultBinding,
  validate: (binding) => validateBinding(binding, 'one namespace'),
  validateUpdate: (binding, before) => validateBindingUpdate(binding, before, 'one namespace'),
  nameRule: pathSegmentName,
  columns: bindingColumns,
});
