import type {
  FlowSchemaSpec,
  PolicyRules,
  ResourceRule,
  Subject,
} from '../../kinds/flowcontrol/flowschema/types.ts';
import type { PriorityLevelConfiguration } from '../../kinds/flowcontrol/prioritylevelconfiguration/types.ts';

type LevelSpec = NonNullable<PriorityLevelConfiguration['spec']>;

interface Named<T> {
  readonly name: string;
  readonly spec: T;
}

const limited = (
  name: string,
  shares: number,
  lendable: number,
  queues: number | undefined,
  hand: number,
): Named<LevelSpec> => ({
  name,
  spec: {
    type: 'Limited',
    limited: {
      nominalConcurrencyShares: shares,
      limitResponse:
        queues === undefined
          ? { type: 'Reject' }
          : { type: 'Queue', queuing: { queues, handSize: hand, queueLengthLimit: 50 } },
      lendablePercent: lendable,
    },
  },
});

/** The priority levels of a new cluster (k8s.io/apiserver's bootstrap configuration). */
export const priorityLevels = (): readonly Named<LevelSpec>[] => [
  limited('catch-all', 5, 0, undefined, 0),
  { name: 'exempt', spec: { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } } },
  limited('global-default', 20, 50, 128, 6),
  limited('leader-election', 10, 0, 16, 4),
  limited('node-high', 40, 25, 64, 6),
  limited('system', 30, 33, 64, 6),
  limited('workload-high', 40, 50, 128, 6),
  limited('workload-low', 100, 90, 128, 6),
];

const groups = (...names: readonly string[]): readonly Subject[] =>
  names.map((name) => ({ kind: 'Group', group: { name } }));
const users = (...names: readonly string[]): readonly Subject[] =>
  names.map((name) => ({ kind: 'User', user: { name } }));
const accounts = (...names: readonly string[]): readonly Subject[] =>
  names.map((name) => ({ kind: 'ServiceAccount', serviceAccount: { namespace: 'kube-system', name } }));

const EVERYBODY = groups('system:unauthenticated', 'system:authenticated');
const NODES = groups('system:nodes');
const MANAGER = users('system:kube-controller-manager');
const ANY = ['*'];

const everything = (subjects: readonly Subject[]): PolicyRules => ({
  subjects,
  resourceRules: [{ verbs: ANY, apiGroups: ANY, resources: ANY, clusterScope: true, namespaces: ANY }],
  nonResourceRules: [{ verbs: ANY, nonResourceURLs: ANY }],
});

const VERBS = ['get', 'create', 'update'];
const objects = (group: string, ...resources: readonly string[]): ResourceRule => ({
  verbs: VERBS,
  apiGroups: [group],
  resources,
  namespaces: ANY,
});
const LEASES = objects('coordination.k8s.io', 'leases');

function flowSchema(
  name: string,
  level: string,
  matchingPrecedence: number,
  method: '' | 'ByUser' | 'ByNamespace',
  rules: PolicyRules,
): Named<FlowSchemaSpec> {
  return {
    name,
    spec: {
      priorityLevelConfiguration: { name: level },
      matchingPrecedence,
      ...(method === '' ? {} : { distinguisherMethod: { type: method } }),
      rules: [rules],
    },
  };
}

/** The flow schemas of a new cluster, by name. */
export const flowSchemas = (): readonly Named<FlowSchemaSpec>[] => [
  flowSchema('catch-all', 'catch-all', 10_000, 'ByUser', everything(EVERYBODY)),
  flowSchema('endpoint-controller', 'workload-high', 150, 'ByUser', {
    subjects: [...MANAGER, ...accounts('endpoint-controller', 'endpointslicemirroring-controller')],
    resourceRules: [objects('', 'endpoints')],
  }),
  flowSchema('exempt', 'exempt', 1, '', everything(groups('system:masters'))),
  flowSchema('global-default', 'global-default', 9900, 'ByUser', everything(EVERYBODY)),
  flowSchema('kube-controller-manager', 'workload-high', 800, 'ByNamespace', everything(MANAGER)),
  flowSchema(
    'kube-scheduler',
    'workload-high',
    800,
    'ByNamespace',
    everything(users('system:kube-scheduler')),
  ),
  flowSchema('kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', everything(accounts('*'))),
  flowSchema('probes', 'exempt', 2, '', {
    subjects: EVERYBODY,
    nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
  }),
  flowSchema(
    'service-accounts',
    'workload-low',
    9000,
    'ByUser',
    everything(groups('system:serviceaccounts')),
  ),
  flowSchema('system-leader-election', 'leader-election', 100, 'ByUser', {
    subjects: [...MANAGER, ...users('system:kube-scheduler'), ...accounts('*')],
    resourceRules: [LEASES],
  }),
  flowSchema('system-node-high', 'node-high', 400, 'ByUser', {
    subjects: NODES,
    resourceRules: [
      {
        verbs: ANY,
        apiGroups: [''],
        resources: ['nodes', 'nodes/status'],
        clusterScope: true,
        namespaces: ANY,
      },
      { ...LEASES, verbs: ANY },
    ],
  }),
  flowSchema('system-nodes', 'system', 500, 'ByUser', everything(NODES)),
  flowSchema('workload-leader-election', 'leader-election', 200, 'ByUser', {
    subjects: accounts('*'),
    resourceRules: [objects('', 'endpoints', 'configmaps'), LEASES],
  }),
];
