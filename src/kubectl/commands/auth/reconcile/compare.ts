import type { Role, RoleBinding, RoleRef, Subject as TypedSubject } from '../../../../kinds/rbac/types.ts';
import { equalJson } from '../../../../machinery/json.ts';
import type { LabelSelector } from '../../../../machinery/labels.ts';
import type { ObjectMeta } from '../../../../machinery/object-meta.ts';
import { type PolicyRule, uncoveredRules } from '../../../../machinery/policy-rules.ts';

export type Subject = TypedSubject;

/** A role of a namespace or of the cluster. */
export interface AnyRole extends Role {
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
}

/** What has to become of an object that is there. */
export interface Reconciled<T, Part> {
  readonly operation: 'none' | 'update' | 'recreate';
  readonly object: T;
  readonly missing: readonly Part[];
  readonly extra: readonly Part[];
}

/** computeReconciledRole. */
export function reconciledRole(
  existing: AnyRole,
  expected: AnyRole,
  removeExtra: boolean,
): Reconciled<AnyRole, PolicyRule> {
  const [has, wants] = [existing.rules ?? [], expected.rules ?? []];
  const isGathered = existing.aggregationRule !== undefined && expected.aggregationRule !== undefined;
  const extra = isGathered ? [] : uncoveredRules(wants, has);
  const missing = uncoveredRules(has, wants);
  const rules = differ(missing, extra, removeExtra)
    ? removeExtra
      ? wants
      : [...has, ...missing]
    : existing.rules;
  const { aggregationRule: _, ...role } = withMergedMetadata(existing, expected);
  const selectors = aggregation(existing, expected, removeExtra);
  const object: AnyRole = {
    ...role,
    rules,
    ...(selectors === undefined ? {} : { aggregationRule: selectors }),
  };
  return { operation: equalJson(object, existing) ? 'none' : 'update', object, missing, extra };
}

function aggregation(existing: AnyRole, expected: AnyRole, removeExtra: boolean): AnyRole['aggregationRule'] {
  if (expected.aggregationRule === undefined) return undefined;
  const has = existing.aggregationRule?.clusterRoleSelectors ?? [];
  const wants = expected.aggregationRule.clusterRoleSelectors ?? [];
  const missing = without(wants, has);
  if (!differ(missing, without(has, wants), removeExtra)) return existing.aggregationRule;
  return removeExtra ? expected.aggregationRule : { clusterRoleSelectors: [...has, ...missing] };
}

/** computeReconciledRoleBinding. */
export function reconciledBinding(
  existing: RoleBinding,
  expected: RoleBinding,
  removeExtra: boolean,
): Reconciled<RoleBinding, Subject> {
  if (!isSameRole(existing.roleRef, expected.roleRef))
    return { operation: 'recreate', object: expected, missing: [], extra: [] };
  const [has, wants] = [existing.subjects ?? [], expected.subjects ?? []];
  const missing = withoutSubjects(wants, has);
  const extra = withoutSubjects(has, wants);
  const changes = differ(missing, extra, removeExtra);
  const object: RoleBinding = {
    ...withMergedMetadata(existing, expected),
    ...(changes ? { subjects: removeExtra ? wants : [...has, ...missing] } : {}),
  };
  return { operation: equalJson(object, existing) ? 'none' : 'update', object, missing, extra };
}

const differ = (missing: readonly unknown[], extra: readonly unknown[], removeExtra: boolean): boolean =>
  missing.length > 0 || (removeExtra && extra.length > 0);

const without = <T>(list: readonly T[], other: readonly T[]): readonly T[] =>
  list.filter((item) => !other.some((one) => equalJson(one, item)));

/** Fields as they are written: an API group that a manifest leaves out is not the one that is stored. */
function withoutSubjects(list: readonly Subject[], other: readonly Subject[]): readonly Subject[] {
  const whole = ({ kind, apiGroup = '', name, namespace = '' }: Subject) => [kind, apiGroup, name, namespace];
  const left = list.filter((item) => !other.some((one) => equalJson(whole(one), whole(item))));
  return left.filter((item, at) => left.findIndex((one) => equalJson(whole(one), whole(item))) === at);
}

const isSameRole = (a: RoleRef, b: RoleRef): boolean =>
  a.kind === b.kind && a.name === b.name && (a.apiGroup ?? '') === (b.apiGroup ?? '');

/** Labels and annotations of both; what is there counts. */
function withMergedMetadata<T extends { readonly metadata: ObjectMeta }>(existing: T, expected: T): T {
  const merged = (field: 'labels' | 'annotations'): Partial<ObjectMeta> =>
    expected.metadata[field] === undefined
      ? {}
      : { [field]: { ...expected.metadata[field], ...existing.metadata[field] } };
  return { ...existing, metadata: { ...existing.metadata, ...merged('labels'), ...merged('annotations') } };
}
