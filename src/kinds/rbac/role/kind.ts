import { pathSegmentName } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { defaultRules } from '../rules.ts';
import type * as types from '../types.ts';
import { validateRole } from '../validation.ts';

export type Role = types.Role;
export const Role = defineKind<Role>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  plural: 'roles',
  scope: 'Namespaced',
  defaults: defaultRules,
  validate: (role) => validateRole(role, 'one namespace'),
  nameRule: pathSegmentName,
  columns: [],
});
