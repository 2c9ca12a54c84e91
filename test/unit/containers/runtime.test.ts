import { describe, expect, test } from 'vitest';
import { createContainerRuntime } from '../../../src/containers/runtime.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { after, seconds } from '../../../src/machinery/instant.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

function withPod(script: string, spec: object = {}): WholeCluster {
  const world = new WholeCluster();
  world.client.create(Pod, {
    metadata: { name: 'one', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', script] }], ...spec },
  } as Parameters<typeof world.client.create<Pod>>[1]);
  world.pass(30);
  return world;
}

const ref = { namespace: 'default', name: 'one' };
const api = (world: WholeCluster, method: 'GET' | 'POST', part: string, query = {}, body?: unknown) =>
  world.cluster.api.handle({
    method,
    path: `/api/v1/namespaces/default/pods/one/${part}`,
    query,
    accept: 'json',
    body,
  }).body;
const LOOP = 'i=0; while true; do i=$((i + 1)); echo "$i $RANDOM $(date +%s)"; sleep 3; done';

describe('logs', () => {
  test('asking twice, or in steps, or once at the end gives the same', () => {
    const often = withPod(LOOP);
    for (let step = 0; step < 10; step++) {
      api(often, 'GET', 'log');
      often.pass(7);
    }
    const once = withPod(LOOP);
    once.pass(70);
    expect(api(often, 'GET', 'log')).toBe(api(once, 'GET', 'log'));
    expect(api(once, 'GET', 'log')).toBe(api(once, 'GET', 'log'));
  });

  test('a later look begins with what an earlier one saw', () => {
    const world = withPod(LOOP);
    const earlier = String(api(world, 'GET', 'log'));
    world.pass(20);
    const later = String(api(world, 'GET', 'log'));
    expect([later.startsWith(earlier), later.length > earlier.length]).toEqual([true, true]);
  });

  test('an hour of a loop is played in two seconds, and at once when it was played before', () => {
    const world = withPod('i=0; while true; do i=$((i + 1)); echo $i; sleep 1; done');
    world.pass(3600);
    const pod = world.client.get(Pod, ref);
    const runtime = createContainerRuntime({
      reader: world.client,
      rows: { get: () => undefined, set: () => {} },
    });
    const [first = 0, ...again] = [0, 1, 2, 3].map(() => {
      const began = performance.now();
      runtime.log(pod, 'c', 'current', world.now);
      return performance.now() - began;
    });
    runtime.log(pod, 'c', 'current', after(world.now, seconds(1)));
    expect([first < 2000, Math.min(...again) < 50]).toEqual([true, true]);
  });

  test.each([
    [{ tailLines: '1' }, '3\n'],
    [{ limitBytes: '3' }, '1\n2'],
    [{ tailLines: '2', limitBytes: '2' }, '2\n'],
    [{ sinceSeconds: '1' }, ''],
    [{ tailLines: '0' }, ''],
  ])('%o', (query, text) => {
    expect(api(withPod('echo 1; echo 2; echo 3; sleep 1000'), 'GET', 'log', query)).toBe(text);
  });
});

describe('commands', () => {
  test('what they change stays, and what they only look at is not kept', () => {
    const world = withPod('while true; do sleep 10; done');
    api(world, 'POST', 'exec', {}, { container: 'c', command: ['sh', '-c', 'echo kept > /tmp/f'] });
    world.pass(60);
    const command = ['sh', '-c', 'cat /tmp/f; exit 4'];
    const looked = () => api(world, 'POST', 'exec', {}, { container: 'c', command });
    expect([looked(), looked()]).toEqual([
      { spoken: [{ to: 'output', text: 'kept\n' }], code: 4 },
      { spoken: [{ to: 'output', text: 'kept\n' }], code: 4 },
    ]);
  });

  test('an exit code and an end are the script’s', () => {
    const script = 'for i in 1 2 3; do sleep 2; done; test $i = 3 && exit 9';
    const world = withPod(script, { restartPolicy: 'Never' });
    const terminated = world.client.get(Pod, ref).status?.containerStatuses?.[0]?.state?.terminated;
    const lasted = Date.parse(terminated?.finishedAt ?? '') - Date.parse(terminated?.startedAt ?? '');
    expect([terminated?.exitCode, terminated?.reason, lasted]).toEqual([9, 'Error', 6000]);
  });

  test('a script that fills its memory is killed for it', () => {
    const world = withPod('x=a; while true; do x=$x$x; done', { restartPolicy: 'Never' });
    const state = world.client.get(Pod, ref).status?.containerStatuses?.[0]?.state;
    expect(state?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  test('an exec probe finds the files of a loop', () => {
    const readinessProbe = { exec: { command: ['cat', '/tmp/n'] }, periodSeconds: 5 };
    const command = ['sh', '-c', 'while true; do echo x > /tmp/n; sleep 1; done'];
    const world = withPod('', { containers: [{ name: 'c', image: 'busybox', command, readinessProbe }] });
    expect(world.client.get(Pod, ref).status?.containerStatuses?.[0]?.ready).toBe(true);
  });

  test('an exec probe finds the files of the script', () => {
    const script =
      'sleep 5; mkdir -p /run/app && date > /run/app/$(echo ready); while true; do sleep 60; done';
    const readinessProbe = {
      exec: { command: ['test', '-s', '/run/app/ready'] },
      periodSeconds: 2,
      failureThreshold: 1,
    };
    const container = { name: 'c', image: 'busybox', command: ['sh', '-c', script], readinessProbe };
    const world = withPod('', { containers: [container] });
    const { status } = world.client.get(Pod, ref);
    expect(status?.containerStatuses?.[0]?.ready).toBe(true);
    expect(world.events('one', 'kubelet').some((event) => event.includes('Readiness probe failed'))).toBe(
      true,
    );
  });
});
