import { expect, test } from 'vitest';
import { byInvolved, byLabel, byNode, byOwned, byOwner, indexes } from '../../../src/store/indexes.ts';
import { createStore } from '../../../src/store/memory-store.ts';
import { key, pod, put, thing } from './objects.ts';

test('an object stands under the uid of each of its owners, once', () => {
  expect(byOwner.words(pod('a'), thing('a', { owners: ['u1', 'u2', 'u1'] }))).toEqual(['u1', 'u2']);
});

test('dependants are also found by their own kind', () => {
  expect(byOwned.words(key('apps/replicasets/default/web'), thing('web', { owners: ['u1'] }))).toEqual([
    'apps/replicasets u1',
  ]);
});

test('a pod stands under its node, anything else with a nodeName does not', () => {
  const bound = thing('a', { spec: { nodeName: 'worker-1' } });
  expect(byNode.words(pod('a'), bound)).toEqual(['worker-1']);
  expect(byNode.words(key('storage.k8s.io/volumeattachments//a'), bound)).toEqual([]);
  expect(byNode.words(pod('a'), thing('a', { spec: {} }))).toEqual([]);
});

test('labels are words of their kind and namespace', () => {
  expect(byLabel.words(pod('a'), thing('a', { labels: { app: 'web', tier: '' } }))).toEqual([
    'core/pods/default app=web',
    'core/pods/default tier=',
  ]);
});

test('an event stands under what it is about', () => {
  expect(byInvolved.words(key('core/events/default/a.1'), thing('a.1', { involved: 'u7' }))).toEqual(['u7']);
});

test('a table that is not asked about is not read to answer from an index', () => {
  const store = createStore({ indexes });
  const refuse = () => {
    throw new Error('read');
  };
  store.load(new Map([['core/secrets', refuse]]));
  store.commit([
    put(pod('a'), thing('a', { owners: ['u1'], spec: { nodeName: 'n' }, labels: { app: 'web' } })),
  ]);
  expect([
    store.count('owned', 'core/pods u1'),
    store.count('node', 'n'),
    store.count('label', 'core/pods/default app=web'),
    store.count('involved', 'u1'),
  ]).toEqual([1, 1, 1, 0]);
  expect(() => store.count('owner', 'u1')).toThrow('read');
});
