import type { PolicyRule } from '../../kinds/rbac/types.ts';

/** What authorization needs of a ClusterRole. */
export interface RoleFacts {
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
  /** Label by which other roles' rules become its own. */
  readonly gathers?: string;
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const READ_WRITE = [...WRITE, ...READ].toSorted();

const aggregates = (to: string): string => `rbac.authorization.k8s.io/aggregate-to-${to}`;
const labelled = (to: string): Readonly<Record<string, string>> => ({ [aggregates(to)]: 'true' });

function may(verbs: readonly string[], group: string, resources: string): PolicyRule {
  return { apiGroups: [group], resources: resources.split(' '), verbs };
}

function mayAtPaths(paths: string): PolicyRule {
  return { nonResourceURLs: paths.split(' '), verbs: ['get'] };
}

const PODS_AND_MORE =
  'configmaps endpoints persistentvolumeclaims pods replicationcontrollers replicationcontrollers/scale serviceaccounts services';

const viewRules: readonly PolicyRule[] = [
  may(READ, '', `${PODS_AND_MORE} persistentvolumeclaims/status services/status`),
  may(
    READ,
    '',
    'bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status',
  ),
  may(READ, '', 'namespaces'),
  may(READ, 'discovery.k8s.io', 'endpointslices'),
  may(
    READ,
    'apps',
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
  ),
  may(READ, 'autoscaling', 'horizontalpodautoscalers horizontalpodautoscalers/status'),
  may(READ, 'batch', 'cronjobs cronjobs/status jobs jobs/status'),
  may(
    READ,
    'extensions',
    'daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale',
  ),
  may(READ, 'policy', 'poddisruptionbudgets poddisruptionbudgets/status'),
  may(READ, 'networking.k8s.io', 'ingresses ingresses/status networkpolicies'),
];

const editRules: readonly PolicyRule[] = [
  may(READ, '', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy'),
  may(['impersonate'], '', 'serviceaccounts'),
  may(WRITE, '', 'pods pods/attach pods/exec pods/portforward pods/proxy'),
  may(['create'], '', 'pods/eviction'),
  may(
    WRITE,
    '',
    'configmaps endpoints events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
  ),
  may(['create'], '', 'serviceaccounts/token'),
  may(
    WRITE,
    'apps',
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale',
  ),
  may(WRITE, 'autoscaling', 'horizontalpodautoscalers'),
  may(WRITE, 'batch', 'cronjobs jobs'),
  may(
    WRITE,
    'extensions',
    'daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale',
  ),
  may(WRITE, 'policy', 'poddisruptionbudgets'),
  may(WRITE, 'networking.k8s.io', 'ingresses networkpolicies'),
  may(READ_WRITE, 'coordination.k8s.io', 'leases'),
];

const role = (rules: readonly PolicyRule[], labels: RoleFacts['labels'] = {}): RoleFacts => ({
  labels,
  rules,
});
const gatherer = (to: string, labels: RoleFacts['labels'] = {}): RoleFacts => ({
  labels,
  rules: [],
  gathers: aggregates(to),
});

/** ClusterRoles that every cluster has, whether or not anybody stored them. */
export const builtInRoles: ReadonlyMap<string, RoleFacts> = new Map([
  ['admin', gatherer('admin')],
  [
    'cluster-admin',
    role([
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ]),
  ],
  ['edit', gatherer('edit', labelled('admin'))],
  [
    'system:aggregate-to-admin',
    role(
      [
        may(['create'], 'authorization.k8s.io', 'localsubjectaccessreviews'),
        may(READ_WRITE, 'rbac.authorization.k8s.io', 'rolebindings roles'),
      ],
      labelled('admin'),
    ),
  ],
  ['system:aggregate-to-edit', role(editRules, labelled('edit'))],
  ['system:aggregate-to-view', role(viewRules, labelled('view'))],
  [
    'system:basic-user',
    role([
      may(['create'], 'authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews'),
      may(['create'], 'authentication.k8s.io', 'selfsubjectreviews'),
    ]),
  ],
  [
    'system:discovery',
    role([
      mayAtPaths('/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/'),
    ]),
  ],
  ['system:public-info-viewer', role([mayAtPaths('/healthz /livez /readyz /version /version/')])],
  ['view', gatherer('view', labelled('edit'))],
]);

/** ClusterRoleBindings that every cluster has: the groups that hold the role of the same name. */
export const builtInBindings: ReadonlyMap<string, readonly string[]> = new Map([
  ['cluster-admin', ['system:masters']],
  ['system:basic-user', ['system:authenticated']],
  ['system:discovery', ['system:authenticated']],
  ['system:public-info-viewer', ['system:authenticated', 'system:unauthenticated']],
]);
