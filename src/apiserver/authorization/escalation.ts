import type { Kind } from '../../kinds/kind.ts';
import { ClusterRole } from '../../kinds/rbac/clusterrole/kind.ts';
import { ClusterRoleBinding } from '../../kinds/rbac/clusterrolebinding/kind.ts';
import { Role } from '../../kinds/rbac/role/kind.ts';
import { RoleBinding } from '../../kinds/rbac/rolebinding/kind.ts';
import type * as rbac from '../../kinds/rbac/types.ts';
import { compareText, equalJson } from '../../machinery/json.ts';
import type { KubeObject, ObjectMeta } from '../../machinery/object-meta.ts';
import { type PolicyRule, uncoveredRules } from '../../machinery/policy-rules.ts';
import { forbiddenRequest, notFound } from '../../machinery/status.ts';
import type { Admission, AdmissionRequest, Backend } from '../backend.ts';
import { NO_RESOURCE } from './attributes.ts';
import { authorize, roleBehind, rulesOf } from './rbac.ts';
import type { User } from './user.ts';

const ROLES: readonly string[] = [Role.plural, ClusterRole.plural];
const BINDINGS: readonly string[] = [RoleBinding.plural, ClusterRoleBinding.plural];

/** Nobody gives what he does not have, unless he may `escalate` the role or `bind` it. */
export const privilegeEscalation: Admission = {
  name: 'RBAC escalation check',
  concerns: ({ group, plural }) => group === Role.group && [...ROLES, ...BINDINGS].includes(plural),
  handles: ['create', 'update'],
  admit: (request, backend) => {
    const { user } = backend;
    if (user !== undefined && !isKeptApartFromOwners(request)) {
      const check = ROLES.includes(request.kind.plural) ? checkRole : checkBinding;
      check(request, backend, user);
    }
    return request.object;
  },
};

/** The garbage collector's own fields may be written by who may write at all. */
function isKeptApartFromOwners({ object, before }: AdmissionRequest): boolean {
  const rest = ({ metadata, ...body }: KubeObject) => {
    const {
      ownerReferences: _,
      finalizers: __,
      managedFields: ___,
      ...others
    }: Partial<ObjectMeta> = metadata;
    return { ...body, metadata: others };
  };
  return before !== undefined && equalJson(rest(object), rest(before));
}

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

function checkRole({ kind, object, before }: AdmissionRequest, backend: Backend, user: User): void {
  const { name, namespace = '' } = object.metadata;
  const asked = { ...NO_RESOURCE, group: kind.group, resource: kind.plural, namespace };
  const whole = { ...asked, verb: 'escalate', name: before === undefined ? '' : name };
  if (authorize(backend.store, user, whole).allowed) return;
  const role = object as rbac.ClusterRole;
  refuseMore(role.rules ?? [], kind, object, backend, user);
  const gathers = [role, before as rbac.ClusterRole | undefined].some(
    (one) => (one?.aggregationRule?.clusterRoleSelectors ?? []).length > 0,
  );
  const { rules } = rulesOf(backend.store, user, namespace);
  if (gathers && uncoveredRules(rules, EVERYTHING).length > 0)
    throw forbiddenRequest(kind, name, 'must have cluster-admin privileges to use the aggregationRule');
}

function checkBinding({ kind, object }: AdmissionRequest, backend: Backend, user: User): void {
  const { namespace = '' } = object.metadata;
  const { roleRef } = object as rbac.RoleBinding;
  const resource = roleRef.kind === ClusterRole.kind ? ClusterRole.plural : Role.plural;
  const role = { ...NO_RESOURCE, group: roleRef.apiGroup, resource, name: roleRef.name, namespace };
  if (authorize(backend.store, user, { ...role, verb: 'bind' }).allowed) return;
  const found = roleBehind(backend.store, object as rbac.RoleBinding);
  if (found === undefined) {
    const singular = roleRef.kind === ClusterRole.kind ? ClusterRole.singular : Role.singular;
    throw notFound({ group: Role.group, plural: singular }, roleRef.name);
  }
  refuseMore(found.rules ?? [], kind, object, backend, user);
}

/** ConfirmNoEscalation. */
function refuseMore(
  rules: readonly PolicyRule[],
  kind: Kind,
  { metadata }: KubeObject,
  backend: Backend,
  user: User,
): void {
  const { rules: held, fault } = rulesOf(backend.store, user, metadata.namespace ?? '');
  const missing = uncoveredRules(held, rules);
  if (missing.length === 0) return;
  const lines = [...new Set(compacted(missing).map(ruleText))].sort(compareText);
  const who = `user ${JSON.stringify(user.name)} (groups=${quotedList(user.groups)})`;
  const why = `${who} is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}`;
  throw forbiddenRequest(kind, metadata.name, fault === '' ? why : `${why}; resolution errors: [${fault}]`);
}

/** Rules of one resource that differ by their verbs are told as one. */
function compacted(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const simple = new Map<string, PolicyRule>();
  const others: PolicyRule[] = [];
  for (const rule of rules) {
    const { verbs, ...what } = rule;
    if (rule.resources === undefined) others.push(rule);
    else {
      const key = JSON.stringify(what);
      simple.set(key, { ...what, verbs: [...(simple.get(key)?.verbs ?? []), ...(verbs ?? [])] });
    }
  }
  return [...others, ...simple.values()];
}

function ruleText({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const parts = [
    ['APIGroups', apiGroups],
    ['Resources', resources],
    ['NonResourceURLs', nonResourceURLs],
    ['ResourceNames', resourceNames],
    ['Verbs', verbs],
  ] as const;
  const told = parts.flatMap(([name, words]) =>
    words === undefined || words === null || words.length === 0 ? [] : [`${name}:${quotedList(words)}`],
  );
  return `{${told.join(', ')}}`;
}

const quotedList = (words: readonly string[]): string =>
  `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;
