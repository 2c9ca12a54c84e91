import { describe, expect, test } from 'vitest';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const ref = { namespace: 'default', name: 'one' };
const probe = { exec: { command: ['cat', '/tmp/healthy'] }, periodSeconds: 5 };

function withPod(container: object): WholeCluster {
  const world = new WholeCluster();
  const own = { name: 'c', image: 'busybox', ...container };
  world.client.create(Pod, { metadata: ref, spec: { containers: [own] } } as never);
  world.pass(15);
  return world;
}

function exec(world: WholeCluster, ...command: readonly string[]): void {
  const path = '/api/v1/namespaces/default/pods/one/exec';
  const body = { container: 'c', command };
  world.cluster.api.handle({ method: 'POST', path, query: {}, accept: 'json', body });
}

const statusOf = (world: WholeCluster) => world.client.get(Pod, ref).status?.containerStatuses?.[0];
const LONG = 'touch /tmp/healthy; sleep 600';

describe('what a command does to a file that a probe looks at', () => {
  test.each([
    { script: 'touch /tmp/healthy; sleep 600' },
    { script: 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600' },
    { script: 'touch /tmp/healthy; while true; do sleep 1; done' },
  ])('the next liveness probe sees that it is gone: $script', ({ script }) => {
    const world = withPod({ command: ['sh', '-c', script], livenessProbe: probe });
    const before = statusOf(world)?.restartCount;
    exec(world, 'rm', '/tmp/healthy');
    world.pass(12);
    const failed = world.events('one', 'kubelet').filter((text) => text.includes('Liveness probe failed'));
    world.pass(40);
    expect([before, failed.length > 0, statusOf(world)?.restartCount]).toEqual([0, true, 1]);
  });

  test('nothing of it is there in the next run', () => {
    const world = withPod({ command: ['sh', '-c', LONG], livenessProbe: probe });
    exec(world, 'rm', '/tmp/healthy');
    world.pass(300);
    expect(statusOf(world)?.restartCount).toBe(1);
  });

  test.each([
    { name: 'an image alone', container: { image: 'nginx' } },
    { name: 'a program that nobody knows', container: { image: 'example.com/app', command: ['/app'] } },
    { name: 'a shell', container: { command: ['sh', '-c', 'sleep 600'] } },
  ])('$name is ready once the file is there, and no longer when it is gone', ({ container }) => {
    const world = withPod({ ...container, readinessProbe: probe });
    const ready = [statusOf(world)?.ready];
    exec(world, 'touch', '/tmp/healthy');
    world.pass(6);
    ready.push(statusOf(world)?.ready);
    world.pass(60);
    exec(world, 'rm', '/tmp/healthy');
    world.pass(20);
    ready.push(statusOf(world)?.ready);
    expect(ready).toEqual([false, true, false]);
  });
});

describe('kill 1', () => {
  const TRAP = "trap 'exit 4' TERM; while true; do sleep 1; done";
  test.each([
    { name: 'nginx ends well', container: { image: 'nginx' }, code: 0 },
    { name: 'a program that nobody knows ends well', container: { image: 'example.com/app' }, code: 0 },
    { name: 'a trap says how', container: { command: ['sh', '-c', TRAP] }, code: 4 },
    { name: 'without a trap nothing is heard', container: { command: ['sleep', '600'] }, code: undefined },
  ])('$name', ({ container, code }) => {
    const world = withPod(container);
    exec(world, 'kill', '1');
    world.pass(5);
    const { lastState, restartCount } = statusOf(world) ?? {};
    expect([lastState?.terminated?.exitCode, restartCount]).toEqual([code, code === undefined ? 0 : 1]);
  });

  test('SIGKILL does not reach the first process from inside', () => {
    const world = withPod({ image: 'nginx' });
    exec(world, 'kill', '-9', '1');
    world.pass(5);
    expect(statusOf(world)?.restartCount).toBe(0);
  });

  test('again and again it is waited longer for the next run', () => {
    const world = withPod({ image: 'nginx' });
    for (let time = 0; time < 3; time++) {
      exec(world, 'kill', '1');
      world.pass(time === 1 ? 15 : 5);
    }
    expect(statusOf(world)?.state?.waiting?.reason).toBe('CrashLoopBackOff');
  });
});
