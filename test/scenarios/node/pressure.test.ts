import { describe, expect, test } from 'vitest';
import { addFault, removeFault } from '../../../src/cluster/faults.ts';
import { conditionOf } from '../../../src/kinds/core/node/conditions.ts';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { asks, priorityClass, steady } from '../../support/placing.ts';
import { daemonSet, deployment, pod, type WholeCluster } from '../../support/whole-cluster.ts';

const NODE = 'worker-1';
const there = { nodeSelector: { 'kubernetes.io/hostname': NODE } };
const strike = (whole: WholeCluster, name: 'memory-low' | 'disk-full') => {
  addFault(whole.cluster, { name, target: { node: NODE } });
  whole.settle();
};
const node = (whole: WholeCluster) => whole.client.get(Node, { namespace: '', name: NODE });

describe('K-77 a node that runs out of memory', () => {
  const whole = steady();
  const hungry = pod('hungry', there);
  whole.create(
    priorityClass('urgent', 1000),
    pod('modest', { ...there, containers: [asks({ memory: '64Mi' })] }),
    pod('important', { ...there, priorityClassName: 'urgent' }),
    { ...hungry, metadata: { ...hungry.metadata, annotations: { 'sim.local/usage': 'memory=1Gi' } } },
    pod('small', there),
  );
  whole.passTo(12);
  strike(whole, 'memory-low');
  const rows = whole.watchPod('hungry');
  const told = conditionOf(node(whole), 'MemoryPressure');
  whole.passTo(29);

  test('says so at once, and takes no more pods', () => {
    expect([told?.status, told?.reason, told?.message]).toEqual([
      'True',
      'KubeletHasInsufficientMemory',
      'kubelet has insufficient memory available',
    ]);
    expect(node(whole).spec?.taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/memory-pressure:NoSchedule',
    ]);
  });
  test('evicts the pod that uses most beyond what it asked for', () => {
    const text =
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. Container hungry was using 1Gi, request is 0, has larger consumption of memory. ';
    const { phase, reason, message, containerStatuses } = whole.pod('hungry').status ?? {};
    expect([phase, reason, message]).toEqual(['Failed', 'Evicted', text]);
    expect(containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(0);
    const target = condition(whole.pod('hungry').status, 'DisruptionTarget');
    expect([target?.status, target?.reason, target?.message]).toEqual(['True', 'TerminationByKubelet', text]);
    expect(whole.events('hungry', 'kubelet').slice(-2)).toEqual([
      `Warning Evicted ${text}`,
      'Normal Killing Stopping container hungry',
    ]);
    expect(rows.slice(-2)).toEqual(['7s 1/1 Running 0', '8s 0/1 Completed 0']);
  });
  test('one every 10 s: by priority, and last who keeps to what it asked for', () => {
    const evicted = (): readonly string[] =>
      whole.client
        .list(Pod, { node: NODE })
        .filter(({ status }) => status?.reason === 'Evicted')
        .map(({ metadata }) => metadata.name);
    const seen = [29, 39, 49, 59].map((second) => {
      whole.passTo(second);
      return evicted();
    });
    expect(seen).toEqual([
      ['hungry'],
      ['hungry', 'small'],
      ['hungry', 'important', 'small'],
      ['hungry', 'important', 'modest', 'small'],
    ]);
    expect(whole.events(NODE, 'kubelet').at(-1)).toBe(
      'Warning EvictionThresholdMet Attempting to reclaim memory x4',
    );
  });
  test('K-76 refuses pods that ask for nothing', () => {
    whole.create(pod('late', { nodeName: NODE }));
    const { phase, reason, message } = whole.pod('late').status ?? {};
    expect([phase, reason, message]).toEqual([
      'Failed',
      'Evicted',
      'Pod was rejected: The node had condition: [MemoryPressure]. ',
    ]);
  });
});

describe('a node that has memory again', () => {
  const whole = steady();
  whole.passTo(12);
  const { id } = addFault(whole.cluster, { name: 'memory-low', target: { node: NODE } });
  whole.passTo(40);
  removeFault(whole.cluster, id);
  const told = (second: number) => {
    whole.passTo(second);
    return [conditionOf(node(whole), 'MemoryPressure')?.status, node(whole).spec?.taints?.length ?? 0];
  };
  test('says for five minutes that it is short', () => {
    expect(told(325)).toEqual(['True', 1]);
  });
  test('and takes pods again after them', () => {
    expect(told(355)).toEqual(['False', 0]);
  });
});

test('K-77 what a workload has to do together counts: the pod with its load goes first', () => {
  const whole = steady();
  const busy = deployment('busy', 1);
  whole.create(pod('idle', there), {
    ...busy,
    metadata: { ...busy.metadata, annotations: { 'sim.local/load': 'memory=1Gi' } },
  });
  whole.passTo(12);
  const [loaded] = whole.client.list(Pod, { namespace: 'default', labels: { matchLabels: { app: 'busy' } } });
  addFault(whole.cluster, { name: 'memory-low', target: { node: loaded?.spec.nodeName ?? '' } });
  whole.settle();
  whole.passTo(29);
  expect(whole.pod(loaded?.metadata.name ?? '').status?.message).toBe(
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. Container busy was using 1Gi, request is 0, has larger consumption of memory. ',
  );
});

test('K-77 pods of a Deployment come back where there is disk left', () => {
  const whole = steady();
  whole.create(deployment('web', 4));
  whole.passTo(12);
  strike(whole, 'disk-full');
  whole.passTo(60);
  const pods = whole.client.list(Pod, { namespace: 'default' });
  const evicted = pods.filter(({ status }) => status?.reason === 'Evicted');
  expect(evicted.map(({ spec }) => spec.nodeName)).toEqual([NODE, NODE]);
  expect(evicted[0]?.status?.message).toBe(
    'The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 1Gi. Container web was using 40Ki, request is 0, has larger consumption of ephemeral-storage. ',
  );
  const running = pods.filter(({ status }) => status?.phase === 'Running');
  expect(running.map(({ spec }) => spec.nodeName)).toEqual(Array(4).fill('worker-2'));
});

test('K-76 a DaemonSet that may surge does not make refused pods without end', () => {
  const whole = steady();
  const agent = daemonSet('agent');
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  whole.create({
    ...agent,
    ...({ spec: { ...(agent as { spec?: object }).spec, updateStrategy } } as object),
  });
  whole.passTo(20);
  strike(whole, 'disk-full');
  whole.passTo(120);
  const made = whole
    .events('agent', 'daemonset-controller')
    .filter((text) => text.startsWith('Normal SuccessfulCreate'));
  expect(made.length).toBeLessThan(10);
});
