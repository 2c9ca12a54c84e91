import { expect, test } from 'vitest';
import { sender } from '../../support/requests.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const send = sender(new WholeCluster());
const resource = (path: string, name: string): unknown =>
  (send('GET', path) as { readonly resources: readonly { readonly name: string }[] }).resources.find(
    (one) => one.name === name,
  );

test('a resource is told with the hash of the version it is stored in', () => {
  expect(resource('/api/v1', 'configmaps')).toEqual({
    name: 'configmaps',
    singularName: 'configmap',
    namespaced: true,
    kind: 'ConfigMap',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['cm'],
    storageVersionHash: 'qFsyl6wFWjQ=',
  });
});

test.each([
  ['/apis/autoscaling/v1', 'horizontalpodautoscalers', 'qwQve8ut294='],
  ['/apis/autoscaling/v2', 'horizontalpodautoscalers', 'qwQve8ut294='],
  ['/apis/events.k8s.io/v1', 'events', 'r2yiGXH7wu8='],
  ['/apis/apps/v1', 'deployments', '8aSe+NMegvE='],
])('%s: all versions of %s have one hash', (path, name, storageVersionHash) => {
  expect(resource(path, name)).toMatchObject({ storageVersionHash });
});

test.each([
  ['/api/v1', 'pods/status'],
  ['/api/v1', 'componentstatuses'],
])('%s %s is not stored by itself', (path, name) => {
  expect(resource(path, name)).not.toHaveProperty('storageVersionHash');
});
