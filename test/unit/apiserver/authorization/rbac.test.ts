import { beforeEach, describe, expect, test } from 'vitest';
import { type Attributes, NO_RESOURCE } from '../../../../src/apiserver/authorization/attributes.ts';
import { authorize } from '../../../../src/apiserver/authorization/rbac.ts';
import { sender } from '../../../support/requests.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ask = (given: Partial<Attributes>): Attributes => ({ verb: 'list', ...NO_RESOURCE, ...given });
const person = (name: string, ...groups: readonly string[]) => ({ name, uid: '', groups, extra: {} });

let whole: WholeCluster;
let send: ReturnType<typeof sender>;
beforeEach(() => {
  whole = new WholeCluster();
  send = sender(whole);
});

const mayDo = (name: string, given: Partial<Attributes>, ...groups: readonly string[]): string => {
  const { allowed, reason } = authorize(whole.cluster.store, person(name, ...groups), ask(given));
  return `${allowed ? 'yes' : 'no'}${reason === '' ? '' : ` - ${reason}`}`;
};

function bind(name: string, namespace: string, roleRef: object, subject: object): void {
  const path =
    namespace === '' ? `${RBAC}/clusterrolebindings` : `${RBAC}/namespaces/${namespace}/rolebindings`;
  send('POST', path, {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...roleRef },
    subjects: [subject],
  });
}

describe('authorization by roles', () => {
  test('nobody may do anything, but for what every authenticated user may', () => {
    expect(mayDo('dev', { resource: 'pods', namespace: 'default' })).toBe('no');
    expect(mayDo('dev', { verb: 'get', path: '/api/v1' }, 'system:authenticated')).toBe(
      'yes - RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"',
    );
  });

  test('masters may do anything, unasked', () => {
    expect(mayDo('root', { resource: 'pods' }, 'system:masters')).toBe('yes');
  });

  test('a binding in a namespace counts there', () => {
    bind('readers', 'default', { kind: 'ClusterRole', name: 'view' }, { kind: 'User', name: 'dev' });
    expect(mayDo('dev', { resource: 'pods', namespace: 'default' })).toBe(
      'yes - RBAC: allowed by RoleBinding "readers/default" of ClusterRole "view" to User "dev"',
    );
    expect(mayDo('dev', { resource: 'secrets', namespace: 'default' })).toBe('no');
    expect(mayDo('dev', { resource: 'pods', namespace: 'kube-system' })).toBe('no');
    expect(mayDo('dev', { resource: 'pods' })).toBe('no');
  });

  test('edit may do what view may, admin what edit may', () => {
    bind('e', '', { kind: 'ClusterRole', name: 'edit' }, { kind: 'User', name: 'dev' });
    bind('a', '', { kind: 'ClusterRole', name: 'admin' }, { kind: 'User', name: 'boss' });
    const roles = { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'roles', namespace: 'x' };
    const answers = ['dev', 'boss'].map((name) => [
      mayDo(name, { resource: 'pods' }).slice(0, 3),
      mayDo(name, { verb: 'create', resource: 'pods' }).slice(0, 3),
      mayDo(name, roles).slice(0, 3),
    ]);
    expect(answers).toEqual([
      ['yes', 'yes', 'no'],
      ['yes', 'yes', 'yes'],
    ]);
  });

  test('a role that is labelled for it is gathered', () => {
    send('POST', `${RBAC}/clusterroles`, {
      metadata: { name: 'more', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [{ apiGroups: ['example.com'], resources: ['things'], verbs: ['list'] }],
    });
    bind('v', '', { kind: 'ClusterRole', name: 'view' }, { kind: 'Group', name: 'team' });
    expect(mayDo('dev', { group: 'example.com', resource: 'things' }, 'team')).toMatch(/^yes/);
  });

  test('a service account belongs to its namespace', () => {
    bind(
      'r',
      'default',
      { kind: 'ClusterRole', name: 'view' },
      {
        kind: 'ServiceAccount',
        name: 'robot',
        namespace: 'default',
      },
    );
    const pods = { resource: 'pods', namespace: 'default' };
    expect(mayDo('system:serviceaccount:default:robot', pods)).toBe(
      'yes - RBAC: allowed by RoleBinding "r/default" of ClusterRole "view" to ServiceAccount "robot/default"',
    );
    expect(mayDo('system:serviceaccount:other:robot', pods)).toBe('no');
  });

  test('a role that is missing is told of', () => {
    bind('lost', 'default', { kind: 'Role', name: 'lost' }, { kind: 'User', name: 'dev' });
    bind('gone', '', { kind: 'ClusterRole', name: 'gone' }, { kind: 'User', name: 'dev' });
    expect(mayDo('dev', { resource: 'pods', namespace: 'default' })).toBe(
      'no - RBAC: [clusterrole.rbac.authorization.k8s.io "gone" not found, role.rbac.authorization.k8s.io "lost" not found]',
    );
  });
});
