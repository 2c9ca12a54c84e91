import { type FieldError, invalid, invalidShown, required, unsupported } from '../../machinery/field-path.ts';
import { equalJson } from '../../machinery/json.ts';
import { nameIsDnsSubdomain, pathSegmentName } from '../../machinery/names.ts';
import { showSelector } from '../apps/workload-validation.ts';
import { goDumpInternal } from '../schema/go-dump.ts';
import { showStrings } from '../validation/go-values.ts';
import { requirementsOf, validateLabelSelector } from '../validation/label-selector.ts';
import type { ClusterRole, PolicyRule, Role, RoleBinding, Subject } from './types.ts';

export const RBAC = 'rbac.authorization.k8s.io';

type Reach = 'one namespace' | 'the cluster';

/** ValidateRole. */
export function validateRole({ rules }: Role, reach: Reach): readonly FieldError[] {
  return (rules ?? []).flatMap((rule, i) => validateRule(rule, reach, `rules[${i}]`));
}

/** ValidateClusterRole. */
export function validateClusterRole(role: ClusterRole): readonly FieldError[] {
  const field = 'aggregationRule.clusterRoleSelectors';
  const faults = validateRole(role, 'the cluster');
  if (role.aggregationRule === undefined) return faults;
  const selectors = role.aggregationRule.clusterRoleSelectors ?? [];
  const why = 'at least one clusterRoleSelector required if aggregationRule is non-nil';
  if (selectors.length === 0) return [...faults, required(field, why)];
  return [
    ...faults,
    ...selectors.flatMap((selector, i) => {
      const path = `${field}[${i}]`;
      const isRead = requirementsOf(selector) !== undefined;
      return [
        ...validateLabelSelector(selector, path),
        ...(isRead ? [] : [invalidShown(path, showSelector(selector), 'invalid label selector.')]),
      ];
    }),
  ];
}

function validateRule(rule: PolicyRule, reach: Reach, field: string): readonly FieldError[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs: urls = [] } = rule;
  const faults: FieldError[] = [];
  if (!verbs?.length) faults.push(required(`${field}.verbs`, 'verbs must contain at least one value'));
  if (urls.length === 0) {
    if (apiGroups.length === 0) {
      faults.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
    }
    if (resources.length === 0) {
      faults.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
    }
    return faults;
  }
  const told = (detail: string): number =>
    faults.push(invalidShown(`${field}.nonResourceURLs`, showStrings(urls), detail));
  if (reach === 'one namespace') told('namespaced rules cannot apply to non-resource URLs');
  if (apiGroups.length + resources.length + resourceNames.length > 0) {
    told('rules cannot apply to both regular resources and non-resource URLs');
  }
  return faults;
}

/** ValidateRoleBinding and ValidateClusterRoleBinding. */
export function validateBinding(
  { roleRef, subjects = [] }: RoleBinding,
  reach: Reach,
): readonly FieldError[] {
  const kinds = reach === 'the cluster' ? ['ClusterRole'] : ['Role', 'ClusterRole'];
  const { apiGroup, kind, name } = roleRef;
  return [
    ...(apiGroup === RBAC ? [] : [unsupported('roleRef.apiGroup', apiGroup, [RBAC])]),
    ...(kinds.includes(kind) ? [] : [unsupported('roleRef.kind', kind, kinds)]),
    ...(name
      ? pathSegmentName(name, false).map((text) => invalid('roleRef.name', name, text))
      : [required('roleRef.name')]),
    ...subjects.flatMap((subject, i) => validateSubject(subject, reach, `subjects[${i}]`)),
  ];
}

function validateSubject(subject: Subject, reach: Reach, field: string): readonly FieldError[] {
  const { kind, name, namespace, apiGroup = '' } = subject;
  const named = name ? [] : [required(`${field}.name`)];
  switch (kind) {
    case 'ServiceAccount':
      return [
        ...named,
        ...(name ? nameIsDnsSubdomain(name, false).map((text) => invalid(`${field}.name`, name, text)) : []),
        ...(apiGroup === '' ? [] : [unsupported(`${field}.apiGroup`, apiGroup, [''])]),
        ...(reach === 'the cluster' && !namespace ? [required(`${field}.namespace`)] : []),
      ];
    case 'User':
    case 'Group':
      return [...named, ...(apiGroup === RBAC ? [] : [unsupported(`${field}.apiGroup`, apiGroup, [RBAC])])];
    default:
      return [...named, unsupported(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

/** What a binding binds to is fixed. */
export function validateBindingUpdate(
  binding: RoleBinding,
  before: RoleBinding,
  reach: Reach,
): readonly FieldError[] {
  const faults = validateBinding(binding, reach);
  if (equalJson(binding.roleRef, before.roleRef)) return faults;
  const shown = goDumpInternal('rbac.authorization.k8s.io/v1.RoleRef', binding.roleRef);
  return [...faults, invalidShown('roleRef', shown, 'cannot change roleRef')];
}
