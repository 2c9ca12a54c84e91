import { uidFrom } from '../../apiserver/create.ts';
import { apiVersionOf, prefixOf } from '../../apiserver/registry.ts';
import { erased, type Kind } from '../../kinds/kind.ts';
import { ClusterRole } from '../../kinds/rbac/clusterrole/kind.ts';
import { ClusterRoleBinding } from '../../kinds/rbac/clusterrolebinding/kind.ts';
import { Role } from '../../kinds/rbac/role/kind.ts';
import { RoleBinding } from '../../kinds/rbac/rolebinding/kind.ts';
import type { PolicyRule } from '../../kinds/rbac/types.ts';
import { timeOf } from '../../machinery/instant.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { createRng } from '../../simulation/rng.ts';
import type { SavedTables } from '../../store/saved.ts';
import type { Settings } from '../settings.ts';
import { CLUSTER_ROLES } from './cluster-roles.ts';
import { CONTROLLER_ROLES } from './controller-roles.ts';
import { CLUSTER_ROLE_BINDINGS, ROLE_BINDINGS, ROLES } from './namespaced.ts';
import { type NotedBinding, type NotedRole, notedBindings, notedRoles } from './notation.ts';

/** An object of the policy before it has a uid and a time. */
interface Drafted {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly content: object;
}

/**
 * The roles and bindings that the API server of every cluster makes when it starts, as tables of a state. They come as
 * tables, and take no revision, since hardly anybody reads them: a table is made when it is asked for.
 */
export function bootstrapPolicy(settings: Settings): SavedTables {
  const table = (kind: Kind, drafts: () => readonly Drafted[]) =>
    [prefixOf(kind).slice(0, -1), () => drafts().map((draft) => made(kind, draft, settings))] as const;
  return new Map([
    table(erased(ClusterRole), clusterRoles),
    table(erased(ClusterRoleBinding), clusterRoleBindings),
    table(erased(Role), () =>
      notedRoles(ROLES).map(({ rules, ...role }) => ({ ...role, content: { rules } })),
    ),
    table(erased(RoleBinding), () => notedBindings(ROLE_BINDINGS).map((one) => bindingTo(Role.kind, one))),
  ]);
}

function made(
  kind: Kind,
  { namespace, name, labels, content }: Drafted,
  { seed, anchor }: Settings,
): KubeObject {
  const chance = createRng(seed).fork(`bootstrap policy ${kind.plural} ${namespace} ${name}`);
  return {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata: {
      name,
      ...(namespace === '' ? {} : { namespace }),
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
      uid: uidFrom(chance),
      resourceVersion: '1',
      creationTimestamp: timeOf(anchor.cluster),
    },
    ...content,
  };
}

const aggregateTo = (role: string): Readonly<Record<string, string>> => ({
  [`rbac.authorization.k8s.io/aggregate-to-${role}`]: 'true',
});

function clusterRoles(): readonly Drafted[] {
  const roles = [...notedRoles(CLUSTER_ROLES), ...notedRoles(CONTROLLER_ROLES)];
  return roles.map((role) => ({
    namespace: '',
    name: role.name,
    labels: Object.assign({}, ...role.goesTo.map(aggregateTo)),
    content: {
      ...(role.gathers === undefined
        ? {}
        : { aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregateTo(role.gathers) }] } }),
      rules: rulesOf(role, roles),
    },
  }));
}

/** The role's own rules, or those it takes in, each once. */
function rulesOf({ gathers, rules }: NotedRole, roles: readonly NotedRole[]): readonly PolicyRule[] {
  if (gathers === undefined) return rules;
  const others = roles.filter(({ goesTo }) => goesTo.includes(gathers));
  const gathered = new Map(
    others.flatMap((other) => rulesOf(other, roles)).map((rule) => [JSON.stringify(rule), rule]),
  );
  return [...gathered.values()];
}

function clusterRoleBindings(): readonly Drafted[] {
  const ofControllers = notedRoles(CONTROLLER_ROLES).map(({ name }): NotedBinding => {
    const account = name.slice(name.lastIndexOf(':') + 1);
    const subjects = [{ kind: 'ServiceAccount', name: account, namespace: 'kube-system' }];
    return { namespace: '', name, role: name, subjects };
  });
  const bindings = [...notedBindings(CLUSTER_ROLE_BINDINGS), ...ofControllers];
  return bindings.map((one) => bindingTo(ClusterRole.kind, one));
}

function bindingTo(kind: string, { namespace, name, role, subjects }: NotedBinding): Drafted {
  const roleRef = { apiGroup: ClusterRole.group, kind, name: role };
  return { namespace, name, content: { roleRef, ...(subjects.length === 0 ? {} : { subjects }) } };
}
