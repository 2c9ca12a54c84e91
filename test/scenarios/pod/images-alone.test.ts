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

const folders = (...paths: readonly string[]) => ({
  volumes: paths.map((_, place) => ({ name: `v${place}`, emptyDir: {} })),
  volumeMounts: paths.map((mountPath, place) => ({ name: `v${place}`, mountPath })),
});
const FOLDER = 'mkdir() "/var/cache/nginx/client_temp" failed';
const CACHE = '/var/cache/nginx';

test.each([
  { may: { readOnlyRootFilesystem: true }, paths: [], says: `${FOLDER} (30: Read-only file system)` },
  { may: { runAsUser: 1000 }, paths: [], says: `${FOLDER} (13: Permission denied)` },
  {
    may: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
    paths: [],
    says: 'chown("/var/cache/nginx/client_temp", 101) failed (1: Operation not permitted)',
  },
  {
    may: { readOnlyRootFilesystem: true },
    paths: [CACHE],
    says: 'open() "/var/run/nginx.pid" failed (30: Read-only file system)',
  },
  { may: { readOnlyRootFilesystem: true }, paths: [CACHE, '/var/run'], says: undefined },
  { may: { readOnlyRootFilesystem: true, runAsUser: 101 }, paths: [CACHE, '/run'], says: undefined },
  { may: { capabilities: { drop: ['NET_RAW'] } }, paths: [], says: undefined },
])('nginx that may do no more than $may, with $paths of its own', ({ may, paths, says }) => {
  const whole = new WholeCluster();
  const { volumes, volumeMounts } = folders(...paths);
  const container = {
    name: 'c',
    image: 'nginx:1.27',
    securityContext: may,
    volumeMounts,
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
  whole.create(pod('p', { volumes, containers: [container] }));
  whole.pass(18);
  const { state, lastState } = whole.pod('p').status?.containerStatuses?.[0] ?? {};
  const words = /^nginx: \[emerg\] (.*)$/m.exec(lastState?.terminated?.message ?? '')?.[1];
  const reason = says === undefined ? undefined : 'CrashLoopBackOff';
  expect([words, state?.waiting?.reason]).toEqual([says, reason]);
});

test("somebody else's nginx is built for a user of its own", () => {
  const whole = new WholeCluster();
  const container = { name: 'c', image: 'bitnami/nginx', securityContext: { runAsUser: 1001 } };
  whole.create(pod('p', { containers: [container] }));
  whole.pass(18);
  expect(whole.pod('p').status?.containerStatuses?.[0]?.state?.running).toBeDefined();
});
