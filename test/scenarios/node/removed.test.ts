import { describe, expect, test } from 'vitest';
import { Lease } from '../../../src/kinds/coordination/lease/kind.ts';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { stopKubelet } from '../../../src/kubelet/heartbeat.ts';
import { daemonSet, deployment, pod, statefulSet, WholeCluster } from '../../support/whole-cluster.ts';

const WORKER = { namespace: '', name: 'worker-1' };
const there = (whole: WholeCluster) =>
  whole.client.list(Pod, { node: 'worker-1' }).map(({ metadata }) => metadata.name);

function withPods(): WholeCluster {
  const whole = new WholeCluster();
  whole.create(deployment('web', 2), statefulSet('db', 2), daemonSet('agent'));
  whole.passTo(60);
  return whole;
}

describe('SP-31 N-9 a node that was deleted', () => {
  const whole = withPods();
  const seen: Pod[] = [];
  whole.cluster.store.watch('core/pods/', ({ entry }) => seen.push(entry.value as Pod));
  const before = there(whole);
  whole.client.delete(Node, WORKER);

  test('its pods stay for 40 to 60 seconds', () => {
    whole.passTo(98);
    expect(there(whole)).toEqual(before);
    whole.passTo(121);
    expect(there(whole)).toEqual([]);
  });
  test('they failed, for a reason that is told', () => {
    const failed = seen.find(
      ({ metadata, status }) => metadata.name === 'db-0' && status?.phase === 'Failed',
    );
    const { reason, message } = condition(failed?.status, 'DisruptionTarget') ?? {};
    expect([reason, message]).toEqual(['DeletionByPodGC', 'PodGC: node no longer exists']);
  });
  test('a StatefulSet makes its pod anew elsewhere', () => {
    whole.passTo(180);
    const { spec, status } = whole.client.get(Pod, { namespace: 'default', name: 'db-0' });
    expect([spec.nodeName, status?.phase]).toEqual(['worker-2', 'Running']);
  });
  test('N-7: the controller says that it removes the node', () => {
    expect(whole.events('worker-1', 'node-controller').at(-1)).toBe(
      'Normal RemovingNode Node worker-1 event: Removing Node worker-1 from Controller',
    );
  });
  test('its lease goes with it', () => {
    expect(whole.client.list(Lease).map(({ metadata }) => metadata.name)).toEqual([
      'control-plane',
      'worker-2',
    ]);
  });
});

describe('N-9 a node that was deleted and came back in time', () => {
  test('keeps its pods', () => {
    const whole = withPods();
    const before = there(whole);
    const { metadata, spec, status } = whole.client.get(Node, WORKER);
    whole.client.delete(Node, WORKER);
    whole.pass(10);
    whole.client.create(Node, {
      metadata: { name: 'worker-1', ...(metadata.labels === undefined ? {} : { labels: metadata.labels }) },
      ...(spec === undefined ? {} : { spec }),
      ...(status === undefined ? {} : { status }),
    });
    whole.pass(600);
    expect(there(whole)).toEqual(before);
  });
});

describe('N-10 what nobody else collects', () => {
  test('Terminating pods of a lost node go when it is said to be out of service', () => {
    const whole = withPods();
    stopKubelet('worker-1', whole.client, whole.now);
    whole.pass(600);
    const terminating = there(whole).filter((name) => !name.startsWith('agent'));
    expect(terminating.length).toBe(2);
    const node = whole.client.get(Node, WORKER);
    const taint = {
      key: 'node.kubernetes.io/out-of-service',
      value: 'nodeshutdown',
      effect: 'NoExecute',
    } as const;
    whole.client.update(Node, {
      ...node,
      spec: { ...node.spec, taints: [...(node.spec?.taints ?? []), taint] },
    });
    whole.pass(60);
    expect(there(whole)).toEqual([]);
    expect(whole.client.get(Pod, { namespace: 'default', name: 'db-0' }).spec.nodeName).toBe('worker-2');
  });

  test('a pod that was never placed and waits for its finalizer has failed within 20 seconds', () => {
    const whole = new WholeCluster();
    const draft = pod('held', { nodeSelector: { no: 'such' } });
    whole.create({ ...draft, metadata: { ...draft.metadata, finalizers: ['example.com/hold'] } });
    const ref = { namespace: 'default', name: 'held' };
    whole.client.delete(Pod, ref);
    whole.pass(20);
    expect(whole.client.get(Pod, ref).status?.phase).toBe('Failed');
  });
});
