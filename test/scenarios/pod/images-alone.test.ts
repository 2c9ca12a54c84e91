import { expect, test } from 'vitest';
import { pod, WholeCluster } from '../../support/whole-cluster.ts';

test.each([
  { image: 'busybox', why: 'a shell with nothing to read', code: 0, state: 'CrashLoopBackOff' },
  { image: 'python:3.12', why: 'an interpreter with nothing to read', code: 0, state: 'CrashLoopBackOff' },
  { image: 'hello-world', why: 'a program that greets', code: 0, state: 'CrashLoopBackOff' },
  { image: 'mysql:8.0', why: 'a database without a password', code: 1, state: 'CrashLoopBackOff' },
  { image: 'nginx', why: 'a server', code: undefined, state: 'running' },
  { image: 'example/app:1', why: 'a program nobody knows', code: undefined, state: 'running' },
])('$image as it is: $why', ({ image, code, state }) => {
  const whole = new WholeCluster();
  whole.create(pod('p', { containers: [{ name: 'c', image }] }));
  whole.pass(18);
  const status = whole.pod('p').status?.containerStatuses?.[0];
  const shown = status?.state?.waiting?.reason ?? Object.keys(status?.state ?? {})[0];
  expect([status?.lastState?.terminated?.exitCode, shown]).toEqual([code, state]);
});

test('a pod that is never restarted keeps its server', () => {
  const whole = new WholeCluster();
  whole.create(pod('p', { restartPolicy: 'Never', containers: [{ name: 'c', image: 'nginx' }] }));
  whole.pass(3600);
  expect(whole.pod('p').status?.phase).toBe('Running');
});
