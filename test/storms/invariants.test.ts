import { expect, test } from 'vitest';
import type { KubeObject } from '../../src/machinery/object-meta.ts';
import type { Key } from '../../src/store/store.ts';
import { invariants, keepInvariants } from '../support/invariants.ts';
import { smallCluster } from '../support/small-cluster.ts';

/** A cluster in which nobody acts: whatever is written stays as it is. */
function still() {
  const { cluster, client, pod } = smallCluster(() => []);
  const keeper = keepInvariants(cluster);
  const write = (key: string, value: object | undefined): void => {
    cluster.store.commit([{ key: key as Key, value: value as KubeObject | undefined, expects: 'any' }]);
  };
  return { cluster, client, pod, keeper, write };
}
type Still = ReturnType<typeof still>;

const times = { creationTimestamp: '2026-01-01T12:00:00Z', resourceVersion: '1' };
const meta = (name: string, more: object = {}) => ({
  metadata: { namespace: 'default', name, uid: name, ...times, ...more },
});
const ownedBy = (apiVersion: string, kind: string, name: string) => ({
  ownerReferences: [{ apiVersion, kind, name, uid: name, controller: true }],
});
const podOf = (
  name: string,
  spec: object = {},
  metadata: object = {},
  status: object = { phase: 'Running' },
) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  ...meta(name, { generation: 1, ...metadata }),
  spec: { containers: [], ...spec },
  status,
});
const replicaSet = (name: string, replicas: number, status: object, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  ...meta(name, { generation: 1, ...metadata }),
  spec: { replicas, selector: {}, template: {} },
  status,
});
const deployment = (rollingUpdate: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  ...meta('web', { generation: 1 }),
  spec: { replicas: 4, selector: {}, template: {}, strategy: { type: 'RollingUpdate', rollingUpdate } },
});
const ofWeb = {
  ...ownedBy('apps/v1', 'Deployment', 'web'),
  annotations: { 'deployment.kubernetes.io/desired-replicas': '4' },
};
const job = (name: string, spec: object, status: object, metadata: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  ...meta(name, { generation: 1, ...metadata }),
  spec: { parallelism: 1, ...spec },
  status,
});
const pod = 'core/pods/default/';
const complete = { conditions: [{ type: 'Complete', status: 'True' }] };

/** How each promise is broken. */
const breaks: Readonly<Record<string, (stage: Still) => void>> = {
  'one node per pod, for ever': ({ write }) => {
    write(`${pod}a`, podOf('a', { nodeName: 'worker-1' }));
    write(`${pod}a`, podOf('a', { nodeName: 'worker-2' }));
  },
  'requests on a node never exceed what is allocatable': ({ write }) => {
    const containers = [{ name: 'c', resources: { requests: { cpu: '9' } } }];
    write(`${pod}a`, podOf('a', { containers }));
    write(`${pod}a`, podOf('a', { containers, nodeName: 'worker-1' }));
  },
  'at most one pod per ordinal of a StatefulSet': ({ write }) => {
    write(`${pod}db-0`, podOf('db-0', {}, ownedBy('apps/v1', 'StatefulSet', 'db')));
    write(`${pod}other-0`, podOf('other-0', {}, ownedBy('apps/v1', 'StatefulSet', 'db')));
  },
  'at most one running daemon pod per node outside of surge': ({ write }) => {
    const owner = ownedBy('apps/v1', 'DaemonSet', 'agent');
    for (const name of ['a', 'b']) {
      write(`${pod}${name}`, podOf(name, { nodeName: 'worker-1' }, owner, { phase: 'Pending' }));
      write(`${pod}${name}`, podOf(name, { nodeName: 'worker-1' }, owner));
    }
    write('apps/daemonsets/default/agent', {
      ...meta('agent'),
      kind: 'DaemonSet',
      spec: { updateStrategy: { type: 'RollingUpdate' } },
    });
  },
  'a rolling update keeps enough pods available': ({ write }) => {
    write('apps/deployments/default/web', deployment({ maxSurge: 1, maxUnavailable: 1 }));
    const key = 'apps/replicasets/default/old';
    const status = { replicas: 4, availableReplicas: 4, observedGeneration: 1 };
    write(key, replicaSet('old', 4, status, ofWeb));
    write(key, replicaSet('old', 2, status, { ...ofWeb, generation: 2 }));
  },
  'a rolling update makes no more pods than it may': ({ write }) => {
    write('apps/deployments/default/web', deployment({ maxSurge: 1, maxUnavailable: 0 }));
    write('apps/replicasets/default/old', replicaSet('old', 4, { replicas: 4 }, ofWeb));
    write('apps/replicasets/default/new', replicaSet('new', 2, { replicas: 0 }, ofWeb));
  },
  'a ReplicaSet converges when left alone': ({ write }) =>
    write('apps/replicasets/default/web', replicaSet('web', 1, { replicas: 0, observedGeneration: 1 })),
  'a Job never exceeds its parallelism': ({ write }) => {
    write('batch/jobs/default/pi', job('pi', {}, {}));
    write(`${pod}a`, podOf('a', {}, ownedBy('batch/v1', 'Job', 'pi')));
    write(`${pod}b`, podOf('b', {}, ownedBy('batch/v1', 'Job', 'pi')));
  },
  'a Job starts nothing after its completion': ({ write }) => {
    write('batch/jobs/default/pi', job('pi', {}, complete));
    write(`${pod}a`, podOf('a', {}, ownedBy('batch/v1', 'Job', 'pi')));
  },
  'Forbid never overlaps': ({ write }) => {
    const spec = { concurrencyPolicy: 'Forbid' };
    write('batch/cronjobs/default/tick', { ...meta('tick'), kind: 'CronJob', spec });
    for (const name of ['tick-1', 'tick-2'])
      write(`batch/jobs/default/${name}`, job(name, {}, {}, ownedBy('batch/v1', 'CronJob', 'tick')));
  },
  'a claim and a volume are bound to each other and to nobody else': ({ write }) => {
    write('core/persistentvolumes//v', {
      ...meta('v'),
      kind: 'PersistentVolume',
      spec: { claimRef: { name: 'other', uid: 'other' } },
    });
    write('core/persistentvolumeclaims/default/c', {
      ...meta('c'),
      kind: 'PersistentVolumeClaim',
      spec: { volumeName: 'v' },
      status: { phase: 'Bound' },
    });
  },
  'no object outlives its controlling owner, once settled': ({ write }) =>
    write(`${pod}a`, podOf('a', {}, ownedBy('apps/v1', 'ReplicaSet', 'gone'))),
  'a finalizer holds its object': ({ write }) => {
    write(`${pod}a`, podOf('a', {}, { finalizers: ['example.com/hold'] }));
    write(`${pod}a`, undefined);
  },
  'generation changes exactly when spec does': ({ write }) => {
    write(`${pod}a`, podOf('a', { priority: 1 }));
    write(`${pod}a`, podOf('a', { priority: 2 }));
  },
  'every status equals what a recount gives, once settled': ({ write }) =>
    write('apps/replicasets/default/web', replicaSet('web', 0, { replicas: 3, observedGeneration: 1 })),
};

/** The store itself keeps these: its own tests break it. */
const OF_THE_STORE = [
  'resourceVersion grows by one per commit',
  'a watch sees every later change once, in order',
];

test.each(Object.entries(breaks))('a cluster that breaks it is noticed: %s', (promise, act) => {
  const stage = still();
  act(stage);
  expect(() => stage.keeper.recount()).toThrow(promise);
});

test('every promise is either broken here or the store keeps it', () => {
  expect(Object.keys(invariants).filter((name) => !OF_THE_STORE.includes(name))).toEqual(Object.keys(breaks));
});
