import { expect, test } from 'vitest';
import { bootstrapPolicy } from '../../../../src/cluster/bootstrap-policy/tables.ts';
import { defaultSettings } from '../../../../src/cluster/settings.ts';
import type { ClusterRole, RoleBinding } from '../../../../src/kinds/rbac/types.ts';
import { instant } from '../../../../src/machinery/instant.ts';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';

const tables = bootstrapPolicy(defaultSettings(1, instant(Date.parse('2026-01-01T12:00:00Z'))));
const all = (plural: string): readonly KubeObject[] => [
  ...(tables.get(`rbac.authorization.k8s.io/${plural}`)?.() ?? []),
];
const named = (plural: string, name: string): unknown =>
  all(plural).find(({ metadata }) => metadata.name === name);
const clusterRole = (name: string) => named('clusterroles', name) as ClusterRole;

test('a role is as the API server makes it', () => {
  expect(clusterRole('system:kube-dns')).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: 'system:kube-dns',
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
      creationTimestamp: '2026-01-01T12:00:00Z',
      resourceVersion: '1',
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
    rules: [{ verbs: ['list', 'watch'], apiGroups: [''], resources: ['endpoints', 'services'] }],
  });
});

test('a role that gathers has the rules of those it gathers, in the order of their names', () => {
  const { aggregationRule, rules, metadata } = clusterRole('edit');
  const [write, read] = ['system:aggregate-to-edit', 'view'].map((name) => clusterRole(name).rules ?? []);
  expect(aggregationRule).toEqual({
    clusterRoleSelectors: [{ matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } }],
  });
  expect(metadata.labels).toMatchObject({ 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' });
  expect(rules).toEqual([...(write ?? []), ...(read ?? [])]);
});

test('rules name paths or resources, and these by name where it is meant', () => {
  expect(clusterRole('cluster-admin').rules).toEqual([
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ]);
  expect(clusterRole('system:certificates.k8s.io:kubelet-serving-approver').rules).toEqual([
    {
      verbs: ['approve'],
      apiGroups: ['certificates.k8s.io'],
      resources: ['signers'],
      resourceNames: ['kubernetes.io/kubelet-serving'],
    },
  ]);
});

test('a controller has its role by its service account', () => {
  const { roleRef, subjects } = named(
    'clusterrolebindings',
    'system:controller:job-controller',
  ) as RoleBinding;
  expect(roleRef.name).toBe('system:controller:job-controller');
  expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'job-controller', namespace: 'kube-system' }]);
});

test('a binding in a namespace may be named otherwise than its role', () => {
  const name = 'system::extension-apiserver-authentication-reader';
  expect(named('rolebindings', name)).toMatchObject({
    metadata: { namespace: 'kube-system' },
    roleRef: { kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects: [
      { kind: 'User', name: 'system:kube-controller-manager' },
      { kind: 'User', name: 'system:kube-scheduler' },
    ],
  });
});

test('every binding has a role', () => {
  for (const one of [...all('clusterrolebindings'), ...all('rolebindings')] as RoleBinding[])
    expect(named(`${one.roleRef.kind.toLowerCase()}s`, one.roleRef.name)).toBeDefined();
});
