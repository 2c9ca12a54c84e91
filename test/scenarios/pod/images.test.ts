import { describe, expect, test } from 'vitest';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { pod, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

const ERROR =
  'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:nope": failed to resolve reference "docker.io/library/nginx:nope": docker.io/library/nginx:nope: not found';
const waiting = (whole: WholeCluster, name: string) =>
  whole.pod(name).status?.containerStatuses?.[0]?.state?.waiting;

describe('SP-03 an image that the registry does not have', () => {
  const whole = new WholeCluster({ durations: { ...STEADY, check: [0, 0] } });
  const rows = whole.watchPod('web');
  whole.create(pod('web', { containers: [{ name: 'web', image: 'nginx:nope' }] }));
  whole.pass(0.1);
  const first = waiting(whole, 'web');
  whole.pass(1);
  const second = waiting(whole, 'web');
  const events = whole.events('web', 'kubelet');
  whole.pass(920);
  const { status } = whole.pod('web');

  test('K-12 at first the container waits with what the runtime said', () => {
    expect(first).toEqual({ reason: 'ErrImagePull', message: ERROR });
  });
  test('K-34 then with the back-off', () => {
    expect(second).toEqual({
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "nginx:nope": ErrImagePull: ${ERROR}`,
    });
  });
  test('K-31 the events of the first try', () => {
    expect(events).toEqual([
      'Normal Pulling Pulling image "nginx:nope"',
      `Warning Failed Failed to pull image "nginx:nope": ${ERROR}`,
      'Warning Failed Error: ErrImagePull',
      'Normal BackOff Back-off pulling image "nginx:nope"',
      'Warning Failed Error: ImagePullBackOff',
    ]);
  });
  test('K-43 it is tried after 10 s, 20 s and so on, and from then on every 5 min', () => {
    const tries = rows.filter((row) => row.includes('ErrImagePull'));
    expect(tries.map((row) => row.split(' ')[0])).toEqual(
      [0, 10, 30, 70, 150, 310, 610, 910].map((second) => `${second}s`),
    );
  });
  test('K-4 meanwhile the pod is Pending and was never started', () => {
    expect([status?.phase, status?.containerStatuses?.[0]?.restartCount]).toEqual(['Pending', 0]);
  });
  test('K-23 all is done for it but its container', () => {
    const told = status?.conditions?.map(({ type, status: holds, reason = '', message = '' }) =>
      [type, holds, reason, message].join(' ').trim(),
    );
    expect(told).toEqual([
      'PodReadyToStartContainers True',
      'Initialized True',
      'Ready False ContainersNotReady containers with unready status: [web]',
      'ContainersReady False ContainersNotReady containers with unready status: [web]',
      'PodScheduled True',
    ]);
    expect(condition(status, 'Ready')?.status).toBe('False');
  });
});

test('SP-04 K-31 pull policy Never and an image that is not there', () => {
  const whole = new WholeCluster({ durations: STEADY });
  const container = { name: 'web', image: 'x:1', imagePullPolicy: 'Never' } as const;
  const rows = whole.watchPod('web');
  whole.create(pod('web', { containers: [container] }));
  whole.pass(1);
  const text = 'Container image "x:1" is not present with pull policy of Never';
  expect(waiting(whole, 'web')).toEqual({ reason: 'ErrImageNeverPull', message: text });
  expect(whole.events('web', 'kubelet')).toEqual([
    `Warning ErrImageNeverPull ${text}`,
    'Warning Failed Error: ErrImageNeverPull',
  ]);
  expect(rows.at(-1)).toBe('0s 0/1 ErrImageNeverPull 0');
});
