import { describe, expect, test } from 'vitest';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import {
  budget,
  cpuPod,
  labelled,
  labelNode,
  nodeOf,
  priorityClass,
  TAINTED,
  whyPending,
} from '../../support/placing.ts';
import { STEADY, WholeCluster } from '../../support/whole-cluster.ts';

/** A worker of 4 cpu that four pods fill, one after the other, each ignoring SIGTERM. */
function full(names: readonly string[] = ['a', 'b', 'c', 'd']): WholeCluster {
  const whole = new WholeCluster({
    durations: STEADY,
    nodes: [
      { name: 'control-plane', role: 'control-plane' },
      { name: 'worker-1', role: 'worker' },
    ],
  });
  whole.create(priorityClass('urgent', 1000), priorityClass('patient', 1000, 'Never'));
  for (const name of names) {
    const draft = cpuPod(name, '1');
    const metadata = { ...draft.metadata, annotations: { 'sim.local/behaviour': 'ignores SIGTERM' } };
    whole.create({ ...draft, metadata });
    whole.pass(1);
  }
  whole.pass(5);
  return whole;
}
const victims = (whole: WholeCluster) =>
  whole.client.list(Pod, { namespace: 'default' }).filter(({ metadata }) => metadata.deletionTimestamp);

describe('SP-26 a pod of higher priority for a full node', () => {
  const whole = full();
  whole.create(cpuPod('urgent', '1', { priorityClassName: 'urgent' }));
  whole.pass(1);
  const chosen = victims(whole);
  const waiting = whole.pod('urgent');
  const [victim] = chosen;
  const name = victim?.metadata.name ?? '';
  whole.pass(28);
  const before = nodeOf(whole, 'urgent');
  whole.pass(10);

  test('S-36 is told once that it does not fit, and is promised the node', () => {
    const failures = whole.events('urgent').filter((text) => text.startsWith('Warning'));
    expect(failures).toEqual([
      `Warning FailedScheduling 0/2 nodes are available: 1 Insufficient cpu, ${TAINTED}.`,
    ]);
    expect(waiting.status?.nominatedNodeName).toBe('worker-1');
  });
  test('S-35 the one that started last has to go', () => {
    expect(chosen.map(({ metadata }) => metadata.name)).toEqual(['d']);
    const { status, reason, message } = condition(victim?.status, 'DisruptionTarget') ?? {};
    expect([status, reason, message]).toEqual([
      'True',
      'PreemptionByScheduler',
      'default-scheduler: preempting to accommodate a higher priority pod',
    ]);
    expect(whole.events(name)).toContain(
      `Normal Preempted Preempted by pod ${waiting.metadata.uid} on node worker-1`,
    );
  });
  test('S-36 its grace period is waited for', () => {
    expect([before, nodeOf(whole, 'urgent')]).toEqual(['', 'worker-1']);
  });
});

test('SP-26 S-35 of equals the one that started last has to go, whatever it is called', () => {
  const whole = full(['d', 'c', 'b', 'a']);
  whole.create(cpuPod('urgent', '1', { priorityClassName: 'urgent' }));
  whole.pass(1);
  expect(victims(whole).map(({ metadata }) => metadata.name)).toEqual(['a']);
});

test('SP-26 S-36 whose node is being made free takes nobody else, however often it is tried', () => {
  const whole = full();
  whole.create(cpuPod('urgent', '1', { priorityClassName: 'urgent' }));
  whole.pass(1);
  for (const round of ['1', '2', '3']) {
    labelNode(whole, 'worker-1', { round });
    whole.pass(3);
  }
  expect(victims(whole).map(({ metadata }) => metadata.name)).toEqual(['d']);
});

test('SP-26 S-8 preemptionPolicy Never: nobody has to go', () => {
  const whole = full();
  whole.create(cpuPod('patient', '1', { priorityClassName: 'patient' }));
  whole.pass(1);
  expect(victims(whole)).toEqual([]);
  expect(whyPending(whole, 'patient')).toBe(
    `0/2 nodes are available: 1 Insufficient cpu, ${TAINTED}. preemption: not eligible due to preemptionPolicy=Never.`,
  );
});

describe('S-35 preemption and disruption budgets', () => {
  /** Two full workers; the pods of worker-1 may not be disrupted. */
  function guarded(): WholeCluster {
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(priorityClass('urgent', 1000), budget('guard', { app: 'guarded' }));
    for (const [node, app] of [
      ['worker-1', 'guarded'],
      ['worker-2', 'free'],
    ] as const) {
      const nodeSelector = { 'kubernetes.io/hostname': node };
      whole.create(labelled(cpuPod(`${app}-1`, '2', { nodeSelector }), { app }));
      whole.create(labelled(cpuPod(`${app}-2`, '2', { nodeSelector }), { app: 'free' }));
      whole.pass(5);
    }
    return whole;
  }
  const urgent = (cpu: string, more: object = {}) =>
    cpuPod('urgent', cpu, { priorityClassName: 'urgent', ...more });
  const names = (whole: WholeCluster) => victims(whole).map(({ metadata }) => metadata.name);

  test('a node where none is broken is chosen', () => {
    const whole = guarded();
    whole.create(urgent('4'));
    whole.pass(0.1);
    expect(names(whole)).toEqual(['free-1', 'free-2']);
  });
  test('on a node the pods that none guards go first', () => {
    const whole = guarded();
    whole.create(urgent('2', { nodeSelector: { 'kubernetes.io/hostname': 'worker-1' } }));
    whole.pass(0.1);
    expect(names(whole)).toEqual(['guarded-2']);
  });
  test('where nothing else helps the budget is broken', () => {
    const whole = guarded();
    whole.create(urgent('4', { nodeSelector: { 'kubernetes.io/hostname': 'worker-1' } }));
    whole.pass(0.1);
    expect(names(whole)).toEqual(['guarded-1', 'guarded-2']);
  });
});
