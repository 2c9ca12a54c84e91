import { describe, expect, test } from 'vitest';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import {
  addNode,
  asks,
  cpuPod,
  NO_VICTIMS,
  NOT_HELPFUL,
  nodeOf,
  preempted,
  steady,
  TAINTED,
  whyPending,
} from '../../support/placing.ts';
import { pod, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

/** One worker and nothing else. */
const oneNode = () => new WholeCluster({ durations: STEADY, nodes: [{ name: 'worker-1', role: 'worker' }] });

describe('SP-19 a pod that asks for more cpu than any node has', () => {
  const whole = steady();
  whole.create(cpuPod('big', '5'));
  whole.pass(1);
  const message = `0/3 nodes are available: ${TAINTED}, 2 Insufficient cpu. ${preempted(3, `1 ${NOT_HELPFUL}`, `2 ${NO_VICTIMS}`)}`;
  const { status } = whole.pod('big');
  const events = whole.events('big');
  whole.pass(60);
  addNode(whole, 'worker-3', '8');
  whole.pass(10);

  test('S-4 S-8 is told why not', () => {
    expect(events).toEqual([`Warning FailedScheduling ${message}`]);
    const { reason, message: told, status: holds } = condition(status, 'PodScheduled') ?? {};
    expect([status?.phase, holds, reason, told]).toEqual(['Pending', 'False', 'Unschedulable', message]);
  });
  test('S-10 goes to a node that has it as soon as there is one', () => {
    expect(nodeOf(whole, 'big')).toBe('worker-3');
    expect(whole.pod('big').status?.phase).toBe('Running');
  });
});

describe('SP-20 what counts is what pods ask for', () => {
  const whole = oneNode();
  const task = { ...asks({ cpu: '2' }), command: ['sleep', '5'] };
  whole.create(pod('a', { restartPolicy: 'Never', containers: [task] }), cpuPod('b', '2'));
  whole.pass(3);
  whole.create(cpuPod('c', '100m'));
  whole.pass(1);
  const full = whyPending(whole, 'c');
  whole.pass(30);

  test('S-12 not what they use', () => {
    expect(full).toBe(`0/1 nodes are available: 1 Insufficient cpu. ${preempted(1, `1 ${NO_VICTIMS}`)}`);
  });
  test('S-12 a pod that is done asks for nothing any more', () => {
    expect([whole.pod('a').status?.phase, nodeOf(whole, 'c')]).toEqual(['Succeeded', 'worker-1']);
  });
});

describe('SP-21 init containers', () => {
  const init = (name: string, cpu: string, rest: object = {}) => ({ ...asks({ cpu }, name), ...rest });
  const fits = (taken: string, initContainers: readonly object[]): boolean => {
    const whole = oneNode();
    whole.create(cpuPod('first', taken));
    whole.pass(1);
    whole.create(pod('web', { initContainers: initContainers as never, containers: [asks({ cpu: '1' })] }));
    whole.pass(1);
    return nodeOf(whole, 'web') === 'worker-1';
  };
  const setup = init('setup', '3');
  const sidecar = init('log', '1', { restartPolicy: 'Always' });

  test('S-11 the largest counts, not the sum: 3 cpu', () => {
    expect([fits('1', [setup]), fits('1001m', [setup])]).toEqual([true, false]);
  });
  test('S-11 sidecars that come before it are there as well: 4 cpu', () => {
    expect([fits('0', [sidecar, setup]), fits('1m', [sidecar, setup])]).toEqual([true, false]);
  });
  test('S-11 one that comes after it is not: 3 cpu', () => {
    expect([fits('1', [setup, sidecar]), fits('1001m', [setup, sidecar])]).toEqual([true, false]);
  });
});

describe('SP-28 a pod that was put on its node by hand', () => {
  const whole = oneNode();
  const there = { nodeName: 'worker-1' };
  whole.create(cpuPod('first', '3900m', there));
  whole.pass(3);
  const rows = whole.watchPod('second');
  whole.create(cpuPod('second', '2', there));
  whole.pass(1);

  test('S-10 no scheduler has seen it', () => {
    expect(whole.events('first').filter((text) => text.includes('Scheduled'))).toEqual([]);
  });
  test('K-76 its kubelet refuses it where it does not fit', () => {
    const why = "Node didn't have enough resource: cpu, requested: 2000, used: 3900, capacity: 4000";
    const { phase, reason, message } = whole.pod('second').status ?? {};
    expect([phase, reason, message]).toEqual(['Failed', 'OutOfcpu', `Pod was rejected: ${why}`]);
    expect(whole.events('second')).toEqual([`Warning OutOfcpu ${why}`]);
    expect(rows.at(-1)).toBe('0s 0/1 OutOfcpu 0');
  });
});

test('SP-29 S-3 where there is no node at all there is nothing to count', () => {
  const whole = new WholeCluster({ durations: STEADY, nodes: [] });
  whole.create(pod('web'));
  whole.pass(1);
  expect(whyPending(whole, 'web')).toBe('no nodes available to schedule pods');
  expect(whole.events('web')).toEqual(['Warning FailedScheduling no nodes available to schedule pods']);
});
