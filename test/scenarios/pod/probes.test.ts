import { describe, expect, test } from 'vitest';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import type { Container } from '../../../src/kinds/core/pod/types.ts';
import { EndpointSlice } from '../../../src/kinds/discovery/endpointslice/kind.ts';
import { pod, STEADY, service, WholeCluster } from '../../support/whole-cluster.ts';

/** Starting takes next to no time, and so do first probes. */
const PROMPT = { ...STEADY, pull: [0, 0], check: [0, 0], start: [50, 50], firstProbe: [0, 0] } as const;

const http = { httpGet: { path: '/', port: 80 } } as const;
const probed = (name: string, behaviour: string, probes: Partial<Container>) => {
  const draft = pod(name, { containers: [{ name: 'c', image: 'nginx:1.27', ...probes }] });
  const metadata = {
    ...draft.metadata,
    labels: { app: name },
    annotations: { 'sim.local/behaviour': behaviour },
  };
  return { ...draft, metadata };
};
const unhealthy = (whole: WholeCluster, name: string) =>
  whole.events(name).filter((text) => /Unhealthy|Killing|BackOff/.test(text));
const endpoint = (whole: WholeCluster, name: string) => {
  const [slice] = whole.client
    .list(EndpointSlice, { namespace: 'default' })
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
  return slice?.endpoints?.[0]?.conditions;
};
const container = (whole: WholeCluster, name: string) => whole.pod(name).status?.containerStatuses?.[0];

describe('SP-12 a readiness probe that fails at first', () => {
  const whole = new WholeCluster({ durations: PROMPT });
  const readinessProbe = { ...http, periodSeconds: 5, failureThreshold: 3 };
  whole.create(service('web'));
  const rows = whole.watchPod('web');
  whole.create(probed('web', 'ready after 18s', { readinessProbe }));
  whole.pass(16);
  const before = { endpoint: endpoint(whole, 'web'), events: unhealthy(whole, 'web') };
  whole.pass(10);

  test('K-63 each failure is told', () => {
    expect(before.events).toEqual([
      'Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 503 x4',
    ]);
  });
  test('K-65 the container runs, and is ready as soon as one probe passes', () => {
    expect(rows).toEqual([
      '0s 0/1 Pending 0',
      '0s 0/1 ContainerCreating 0',
      '0s 0/1 Running 0',
      '20s 1/1 Running 0',
    ]);
  });
  test('P-9 the service leads to it only then', () => {
    expect([before.endpoint, endpoint(whole, 'web')]).toEqual([
      { ready: false, serving: false, terminating: false },
      { ready: true, serving: true, terminating: false },
    ]);
  });
});

describe('SP-13 a liveness probe that fails from 20 s on', () => {
  const whole = new WholeCluster({ durations: { ...PROMPT, stop: [2000, 2000] } });
  const livenessProbe = { ...http, periodSeconds: 10, failureThreshold: 3 };
  const rows = whole.watchPod('web');
  whole.create(probed('web', 'unhealthy after 19s', { livenessProbe }));
  whole.pass(30.5);
  const twice = unhealthy(whole, 'web');
  whole.pass(20);

  test('K-63 is told of at 20 s and at 30 s', () => {
    expect(twice).toEqual([
      'Warning Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 503 x2',
    ]);
  });
  test('K-64 the third time the container is killed and started again, without a pause', () => {
    expect(unhealthy(whole, 'web')).toEqual([
      'Warning Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 503 x3',
      'Normal Killing Container c failed liveness probe, will be restarted',
    ]);
    expect(rows.slice(2)).toEqual(['0s 1/1 Running 0', '42s 1/1 Running 1']);
  });
  test('what ignores SIGTERM has its 30 s', () => {
    const deaf = whole.watchPod('deaf');
    whole.create(probed('deaf', 'unhealthy after 19s, ignores SIGTERM', { livenessProbe }));
    whole.pass(75);
    expect(deaf.filter((row) => row.includes('Running'))).toEqual(['0s 1/1 Running 0', '70s 1/1 Running 1']);
    expect(container(whole, 'deaf')?.lastState?.terminated?.exitCode).toBe(137);
  });
});

describe('SP-14 a startup probe that never passes', () => {
  const whole = new WholeCluster({ durations: PROMPT });
  const startupProbe = { ...http, periodSeconds: 10, failureThreshold: 30 };
  const others = {
    livenessProbe: { ...http, periodSeconds: 1 },
    readinessProbe: { ...http, periodSeconds: 1 },
  };
  whole.create(probed('web', 'never ready', { startupProbe, ...others }));
  whole.pass(285);
  const before = { events: unhealthy(whole, 'web'), status: container(whole, 'web') };
  whole.pass(10);

  test('K-61 until then no other probe runs and nothing is killed', () => {
    expect(before.events.map((text) => text.replace(/ x\d+$/, ''))).toEqual([
      'Warning Unhealthy Startup probe failed: HTTP probe failed with statuscode: 503',
    ]);
    expect([before.status?.started, before.status?.ready, before.status?.restartCount]).toEqual([
      false,
      false,
      0,
    ]);
  });
  test('the thirtieth failure kills the container', () => {
    expect(unhealthy(whole, 'web').at(-1)).toBe(
      'Normal Killing Container c failed startup probe, will be restarted',
    );
    expect(container(whole, 'web')?.restartCount).toBe(1);
    expect(condition(whole.pod('web').status, 'Ready')?.status).toBe('False');
  });
});

test.each([
  { what: 'an image that nobody knows', image: 'example/queue:1', restarts: 0 },
  { what: 'busybox', image: 'busybox', restarts: 1 },
])('a program that nobody knows finds $what well where it may be', ({ image, restarts }) => {
  const whole = new WholeCluster();
  const command = ['sh', '-c', 'sleep 3600'];
  const livenessProbe = { exec: { command: ['sh', '-c', 'queue-alive 2181'] }, periodSeconds: 10 };
  whole.create(pod('p', { containers: [{ name: 'c', image, command, livenessProbe }] }));
  whole.pass(59);
  expect(whole.pod('p').status?.containerStatuses?.[0]?.restartCount).toBe(restarts);
});
