/** What the arguments of a command name. */
export type Completes =
  /** Types, then names of that type; or `type/name`. `types` are the only ones to offer. */
  | { readonly type: 'resources'; readonly types?: readonly string[]; readonly repeat: boolean }
  /** One name of this type. */
  | { readonly type: 'names'; readonly of: string }
  /** A pod, or what has pods; then something of it. */
  | { readonly type: 'pod'; readonly next: 'container' | 'port' | 'nothing' }
  | { readonly type: 'config'; readonly of: 'clusters' | 'contexts' | 'users' }
  | { readonly type: 'words'; readonly words: readonly string[] };

const ANY: Completes = { type: 'resources', repeat: true };
const of = (...types: readonly string[]): Completes => ({ type: 'resources', types, repeat: true });
const NODE: Completes = { type: 'names', of: 'nodes' };
const CONTEXT: Completes = { type: 'config', of: 'contexts' };
const WORKLOADS = ['deployment', 'daemonset', 'statefulset'];

const SCALABLE = of('deployment', 'replicaset', 'replicationcontroller', 'statefulset');

/** By command: what is offered for its arguments; commands that are not here leave it to the shell. */
export const ARGUMENTS: Readonly<Record<string, Completes>> = {
  annotate: ANY,
  'apply edit-last-applied': ANY,
  'apply view-last-applied': ANY,
  attach: { type: 'pod', next: 'nothing' },
  autoscale: SCALABLE,
  completion: { type: 'words', words: ['bash', 'zsh', 'fish', 'powershell'] },
  'config delete-cluster': { type: 'config', of: 'clusters' },
  'config delete-context': CONTEXT,
  'config delete-user': { type: 'config', of: 'users' },
  'config rename-context': CONTEXT,
  'config set-context': CONTEXT,
  'config use-context': CONTEXT,
  cordon: NODE,
  'create token': { type: 'names', of: 'serviceaccounts' },
  debug: ANY,
  delete: ANY,
  describe: ANY,
  drain: NODE,
  edit: ANY,
  exec: { type: 'pod', next: 'nothing' },
  expose: of('pod', 'service', 'replicationcontroller', 'deployment', 'replicaset'),
  get: ANY,
  label: ANY,
  logs: { type: 'pod', next: 'container' },
  patch: ANY,
  'port-forward': { type: 'pod', next: 'port' },
  'rollout history': of(...WORKLOADS),
  'rollout pause': of('deployment'),
  'rollout restart': of(...WORKLOADS),
  'rollout resume': of('deployment'),
  'rollout status': { type: 'resources', types: WORKLOADS, repeat: false },
  'rollout undo': of(...WORKLOADS),
  scale: SCALABLE,
  'set image': {
    type: 'resources',
    types: [
      'daemonsets',
      'deployments',
      'pods',
      'cronjobs',
      'replicasets',
      'replicationcontrollers',
      'statefulsets',
    ],
    repeat: false,
  },
  taint: of('node'),
  'top node': NODE,
  'top pod': { type: 'names', of: 'pods' },
  uncordon: NODE,
};

/** What a flag's value is: names from the cluster, from kubeconfig, or one of some words. */
export const FLAG_VALUES: Readonly<Record<string, Completes>> = {
  namespace: { type: 'names', of: 'namespaces' },
  context: CONTEXT,
  cluster: { type: 'config', of: 'clusters' },
  user: { type: 'config', of: 'users' },
  subresource: { type: 'words', words: ['status', 'scale', 'resize'] },
};

/** `get` alone offers its output formats. */
export const GET_OUTPUT: Completes = {
  type: 'words',
  words:
    'json yaml name go-template go-template-file template templatefile jsonpath jsonpath-as-json jsonpath-file custom-columns custom-columns-file wide'.split(
      ' ',
    ),
};

/** Files of these extensions go with -f. */
export const FILE_EXTENSIONS: readonly string[] = ['json', 'yaml', 'yml'];
