import { CommandError, UsageError } from '../../command.ts';
import { array, text } from '../../flags.ts';
import { defineGenerator, newMetadata, newObject } from './generator.ts';

const GROUP = 'rbac.authorization.k8s.io';

const subjectFlags = {
  group: array('group', { help: 'A group to bind; may be repeated.' }),
  serviceaccount: array('serviceaccount', {
    help: 'A service account to bind, namespace:name; may be repeated.',
  }),
  user: array('user', { help: 'A user to bind; may be repeated.' }),
};

interface Subjects {
  readonly user: readonly string[];
  readonly group: readonly string[];
  readonly serviceaccount: readonly string[];
}

/** `kubectl create rolebinding`. */
export const createRoleBinding = defineGenerator({
  name: 'rolebinding',
  usage:
    'rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] ' +
    '[--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a role binding for a particular role or cluster role',
  examples: [
    'kubectl create rolebinding readers --role=pod-reader --user=ann --serviceaccount=default:robot',
  ],
  flags: {
    ...subjectFlags,
    clusterrole: text('clusterrole', { help: 'The cluster role to bind.' }),
    role: text('role', { help: 'The role to bind.' }),
  },
  complete: (given, name) => {
    if (name === '') throw new UsageError('name must be specified');
    if ((given.clusterrole === '') === (given.role === '')) {
      throw new UsageError('exactly one of clusterrole or role must be specified');
    }
    return given;
  },
  generate: (given, naming) =>
    newObject(`${GROUP}/v1`, 'RoleBinding', {
      metadata: newMetadata(naming),
      ...subjectsOf(given),
      roleRef: {
        apiGroup: GROUP,
        kind: given.role === '' ? 'ClusterRole' : 'Role',
        name: given.role === '' ? given.clusterrole : given.role,
      },
    }),
  failure: () => 'failed to create rolebinding:',
});

/** `kubectl create clusterrolebinding`. */
export const createClusterRoleBinding = defineGenerator({
  name: 'clusterrolebinding',
  usage:
    'clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] ' +
    '[--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a cluster role binding for a particular cluster role',
  examples: ['kubectl create clusterrolebinding admins --clusterrole=cluster-admin --user=ann'],
  flags: {
    ...subjectFlags,
    clusterrole: text('clusterrole', { required: true, help: 'The cluster role to bind.' }),
  },
  complete: (given) => given,
  generate: (given, { name }) =>
    newObject(`${GROUP}/v1`, 'ClusterRoleBinding', {
      metadata: newMetadata({ name, namespace: undefined }),
      ...subjectsOf(given),
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: given.clusterrole },
    }),
  failure: () => 'failed to create clusterrolebinding:',
});

function subjectsOf({ user, group, serviceaccount }: Subjects) {
  const subjects = [
    ...user.map((name) => ({ kind: 'User', apiGroup: GROUP, name })),
    ...group.map((name) => ({ kind: 'Group', apiGroup: GROUP, name })),
    ...serviceaccount.map(accountOf),
  ];
  return subjects.length === 0 ? {} : { subjects };
}

function accountOf(word: string) {
  const [namespace = '', name = '', ...more] = word.split(':');
  if (namespace === '' || name === '' || more.length > 0) {
    throw new CommandError('serviceaccount must be <namespace>:<name>');
  }
  return { kind: 'ServiceAccount', name, namespace };
}
