import { ClusterRole } from '../../kinds/rbac/clusterrole/kind.ts';
import { ClusterRoleBinding } from '../../kinds/rbac/clusterrolebinding/kind.ts';
import { Role } from '../../kinds/rbac/role/kind.ts';
import { RoleBinding } from '../../kinds/rbac/rolebinding/kind.ts';
import type * as rbac from '../../kinds/rbac/types.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { qualified } from '../../machinery/status.ts';
import type { Store } from '../../store/store.ts';
import { keyOf, prefixOf } from '../registry.ts';
import type { Attributes } from './attributes.ts';
import { allows } from './rules.ts';
import { MASTERS, serviceAccountUser, type User } from './user.ts';

export interface Decision {
  readonly allowed: boolean;
  /** Which binding allows it, or what was wrong with those that might have. */
  readonly reason: string;
}

/** Whether the user may do it, by the bindings and roles of the state. */
export function authorize(store: Store, user: User, attributes: Attributes): Decision {
  if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
  const faults = new Set<string>();
  for (const { binding, subject } of bindingsOf(store, user, attributes.namespace)) {
    const found = rulesBehind(store, binding);
    if (typeof found === 'string') faults.add(found);
    else if (found.some((rule) => allows(rule, attributes)))
      return { allowed: true, reason: `RBAC: allowed by ${describe(binding, subject)}` };
  }
  const told = [...faults];
  if (told.length === 0) return { allowed: false, reason: '' };
  return { allowed: false, reason: `RBAC: ${told.length === 1 ? told[0] : `[${told.join(', ')}]`}` };
}

export interface Rules {
  readonly rules: readonly rbac.PolicyRule[];
  readonly fault: string;
}

/** All that the user may do in a namespace. */
export function rulesOf(store: Store, user: User, namespace: string): Rules {
  const rules: rbac.PolicyRule[] = [];
  const faults = new Set<string>();
  for (const { binding } of bindingsOf(store, user, namespace)) {
    const found = rulesBehind(store, binding);
    if (typeof found === 'string') faults.add(found);
    else rules.push(...found);
  }
  const told = [...faults];
  return { rules, fault: told.length > 1 ? `[${told.join(', ')}]` : (told[0] ?? '') };
}

interface Applying {
  readonly binding: rbac.RoleBinding;
  /** The first subject that is the user. */
  readonly subject: rbac.Subject;
}

/** Those for the whole cluster come first. */
function* bindingsOf(store: Store, user: User, namespace: string): Iterable<Applying> {
  const places = namespace === '' ? [''] : ['', namespace];
  for (const place of places) {
    for (const binding of place === '' ? clusterBindings(store) : roleBindings(store, place)) {
      const subject = binding.subjects?.find((one) => isUser(one, user, place));
      if (subject !== undefined) yield { binding, subject };
    }
  }
}

const listed = <T extends KubeObject>(store: Store, prefix: string): readonly T[] =>
  store.list(prefix).map(({ value }) => value as T);

const roleBindings = (store: Store, namespace: string): readonly rbac.RoleBinding[] =>
  listed(store, `${prefixOf(RoleBinding)}${namespace}/`);

const clusterBindings = (store: Store): readonly rbac.RoleBinding[] =>
  listed(store, prefixOf(ClusterRoleBinding));

const MATCHES: Readonly<Record<string, (subject: rbac.Subject, user: User, namespace: string) => boolean>> = {
  User: ({ name }, user) => name === user.name,
  Group: ({ name }, user) => user.groups.includes(name),
  ServiceAccount: ({ name, namespace }, user, place) => {
    const home = namespace || place;
    return home !== '' && serviceAccountUser(home, name) === user.name;
  },
};

const isUser = (subject: rbac.Subject, user: User, namespace: string): boolean =>
  MATCHES[subject.kind]?.(subject, user, namespace) ?? false;

/** The rules of the role a binding refers to, or what is wrong with the reference. */
function rulesBehind(store: Store, binding: rbac.RoleBinding): readonly rbac.PolicyRule[] | string {
  const { kind, name } = binding.roleRef;
  if (kind !== ClusterRole.kind && kind !== Role.kind)
    return `unsupported role reference kind: ${JSON.stringify(kind)}`;
  const { singular } = kind === ClusterRole.kind ? ClusterRole : Role;
  const role = roleBehind(store, binding);
  if (role === undefined) return `${qualified(Role.group, singular)} ${JSON.stringify(name)} not found`;
  return role.rules ?? [];
}

/** The role a binding refers to. */
export function roleBehind(store: Store, { roleRef, metadata }: rbac.RoleBinding): rbac.Role | undefined {
  const key =
    roleRef.kind === ClusterRole.kind
      ? keyOf(ClusterRole, '', roleRef.name)
      : keyOf(Role, metadata.namespace ?? '', roleRef.name);
  return store.get(key)?.value as rbac.Role | undefined;
}

/** As the API server names the binding that allows something. */
function describe({ kind, metadata, roleRef }: rbac.RoleBinding, subject: rbac.Subject): string {
  const { namespace, name } = metadata;
  const binding = namespace === undefined ? name : `${name}/${namespace}`;
  const home = subject.namespace || (namespace ?? '');
  const isAccount = MATCHES[subject.kind] === MATCHES['ServiceAccount'];
  const who = isAccount ? `${subject.name}/${home}` : subject.name;
  return `${kind} ${JSON.stringify(binding)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${subject.kind} ${JSON.stringify(who)}`;
}
