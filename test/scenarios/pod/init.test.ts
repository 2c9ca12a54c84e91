import { describe, expect, test } from 'vitest';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Container, PodSpec } from '../../../src/kinds/core/pod/types.ts';
import { pod, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

const QUICK = { ...STEADY, pull: [0, 0], check: [0, 0], notice: [100, 100] } as const;

const container = (name: string, text: string, more: Partial<Container> = {}): Container => ({
  name,
  image: 'busybox:1.36',
  command: ['sh', '-c', text],
  ...more,
});
const main = container('web', 'sleep infinity');
const initialized = (whole: WholeCluster, name: string) => {
  const { status, reason, message } = condition(whole.pod(name).status, 'Initialized') ?? {};
  return [status, reason, message].filter((text) => text !== undefined).join(' ');
};

describe('SP-09 two init containers of 5 s each', () => {
  const whole = new WholeCluster({ durations: QUICK });
  const rows = whole.watchPod('web');
  const initContainers = [container('a', 'sleep 5'), container('b', 'sleep 5')];
  whole.create(pod('web', { initContainers, containers: [main] }));
  whole.pass(1);
  const first = whole.pod('web').status;
  const states = [initialized(whole, 'web')];
  whole.pass(6);
  states.push(initialized(whole, 'web'));
  whole.pass(10);

  test('K-51 what get shows of them', () => {
    expect(rows).toEqual([
      '0s 0/1 Pending 0',
      '0s 0/1 Init:0/2 0',
      '5s 0/1 Init:1/2 0',
      '10s 0/1 PodInitializing 0',
      '10s 1/1 Running 0',
    ]);
  });
  test('K-8 K-22 until then the pod is not initialized, and its container waits for that', () => {
    expect(first?.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    expect(states).toEqual([
      'False ContainersNotInitialized containers with incomplete status: [a b]',
      'False ContainersNotInitialized containers with incomplete status: [b]',
    ]);
    expect(initialized(whole, 'web')).toBe('True');
  });
});

describe('SP-10 an init container that fails for ever', () => {
  const whole = new WholeCluster({ durations: QUICK });
  const failing: Partial<PodSpec> = {
    initContainers: [container('a', 'exit 0'), container('b', 'exit 1')],
    containers: [main],
  };
  const again = whole.watchPod('again');
  whole.create(pod('again', failing));
  const never = whole.watchPod('never');
  whole.create(pod('never', { ...failing, restartPolicy: 'Never' }));
  whole.pass(75);

  test('K-50 Always: it is tried again after 10 s, 20 s, 40 s, and the pod is Pending', () => {
    const errors = again.filter((row) => row.includes('Init:Error'));
    expect(errors).toEqual([
      '0s 0/1 Init:Error 0',
      '0s 0/1 Init:Error 1',
      '11s 0/1 Init:Error 2',
      '31s 0/1 Init:Error 3',
      '71s 0/1 Init:Error 4',
    ]);
    expect(again.at(-1)).toBe('71s 0/1 Init:CrashLoopBackOff 4');
    expect(whole.pod('again').status?.phase).toBe('Pending');
  });
  test('K-2 Never: the pod has failed', () => {
    expect(never.at(-1)).toBe('0s 0/1 Init:Error 0');
    expect(whole.pod('never').status?.phase).toBe('Failed');
  });
});

describe('SP-11 a sidecar whose startup probe passes after 3 s', () => {
  const heeds = "trap 'exit 143' TERM; ";
  const log = container('log', `${heeds}sleep 3; touch /tmp/up; sleep infinity & wait`, {
    restartPolicy: 'Always',
    startupProbe: { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 1, failureThreshold: 30 },
  });
  const initContainers = [log, container('mig', 'sleep 1')];
  const whole = new WholeCluster({ durations: { ...QUICK, start: [500, 500], stop: [1000, 1000] } });
  const rows = whole.watchPod('web');
  whole.create(
    pod('web', { initContainers, containers: [container('web', `${heeds}sleep infinity & wait`)] }),
  );
  whole.pass(10);
  const ended: (string | undefined)[] = [];
  whole.cluster.store.watch('core/pods/default/web', ({ entry }) => {
    const { containerStatuses = [], initContainerStatuses = [] } = (entry.value as Pod).status ?? {};
    for (const { name, state } of [...containerStatuses, ...initContainerStatuses])
      if (name !== 'mig' && state?.terminated !== undefined && !ended.includes(name)) ended.push(name);
  });
  whole.client.delete(Pod, { namespace: 'default', name: 'web' });
  whole.pass(10);

  test('K-52 the next one waits for it, and READY counts it', () => {
    expect(rows.slice(0, 7)).toEqual([
      '0s 0/2 Pending 0',
      '0s 0/2 Init:0/2 0',
      '3s 1/2 Init:1/2 0',
      '5s 1/2 PodInitializing 0',
      '5s 2/2 Running 0',
      '10s 2/2 Terminating 0',
      '11s 1/2 Terminating 0',
    ]);
  });
  test('K-53 it stops last', () => {
    expect(ended).toEqual(['web', 'log']);
    expect(rows.at(-1)).toBe('12s gone');
  });
  test('K-72 of both it is told at once that they stop', () => {
    expect(
      whole
        .events('web')
        .filter((text) => text.includes('Killing'))
        .toSorted(),
    ).toEqual(['Normal Killing Stopping container log', 'Normal Killing Stopping container web']);
  });
  test('K-3 in a Job it does not keep the pod from being complete', () => {
    const template = {
      spec: { restartPolicy: 'Never', initContainers, containers: [container('task', 'sleep 2')] },
    };
    whole.client.create(Job, {
      metadata: { namespace: 'default', name: 'job' },
      spec: { template } as never,
    });
    whole.pass(20);
    const [own] = whole.client.list(Pod, {
      namespace: 'default',
      labels: { matchLabels: { 'job-name': 'job' } },
    });
    expect(own?.status?.phase).toBe('Succeeded');
    const ended = own?.status?.initContainerStatuses?.[0]?.state?.terminated;
    expect([ended?.exitCode, ended?.reason]).toEqual([143, 'Error']);
    expect(whole.client.get(Job, { namespace: 'default', name: 'job' }).status?.succeeded).toBe(1);
  });
});
