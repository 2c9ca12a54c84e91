import { expect, test } from 'vitest';
import { inStructOrder } from '../../../../src/kubectl/commands/auth/reconcile/struct-order.ts';
import { inGoOrder } from '../../../../src/kubectl/output/go-order.ts';

const object = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: {
    name: 'r',
    namespace: 'n',
    managedFields: [],
    uid: 'u',
    creationTimestamp: 't',
    resourceVersion: '1',
  },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
} as never;

test('a typed object begins with its type, metadata are in the order of their fields', () => {
  const { metadata, ...rest } = inGoOrder(object);
  expect([Object.keys({ ...inGoOrder(object) }), Object.keys(metadata), rest.kind]).toEqual([
    ['kind', 'apiVersion', 'metadata', 'rules'],
    ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'managedFields'],
    'Role',
  ]);
});

test('rules begin with their verbs', () => {
  const [rule] = inStructOrder(object)['rules'] as readonly object[];
  expect(Object.keys(rule ?? {})).toEqual(['verbs', 'apiGroups', 'resources']);
});
