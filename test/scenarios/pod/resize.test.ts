import { describe, expect, test } from 'vitest';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Container, ContainerResizePolicy } from '../../../src/kinds/core/pod/types.ts';
import { ResourceQuota } from '../../../src/kinds/core/resourcequota/kind.ts';
import { cpuPod, nodeOf } from '../../support/placing.ts';
import { pod, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

const RESIZED = 20;

const container = (
  requests: object,
  limits: object | undefined,
  resizePolicy?: readonly ContainerResizePolicy[],
): Container => ({
  name: 'web',
  image: 'nginx:1.27',
  resources: { requests, ...(limits === undefined ? {} : { limits }) } as never,
  ...(resizePolicy === undefined ? {} : { resizePolicy }),
});

/** A running pod on the only worker, and what was answered to the patch of its resources. */
function resized(own: Container, resources: object, prepare: (whole: WholeCluster) => void = () => {}) {
  const whole = new WholeCluster({ durations: STEADY, nodes: [{ name: 'worker-1', role: 'worker' }] });
  whole.create(pod('web', { containers: [own] }));
  prepare(whole);
  whole.passTo(RESIZED);
  const answer = patch(whole, resources);
  whole.settle();
  return { whole, answer };
}

const patch = (whole: WholeCluster, resources: object, path = '/resize') =>
  whole.cluster.api.handle({
    method: 'PATCH',
    path: `/api/v1/namespaces/default/pods/web${path}`,
    query: {},
    accept: 'json',
    contentType: 'application/strategic-merge-patch+json',
    body: { spec: { containers: [{ name: 'web', resources }] } },
  });

const status = (whole: WholeCluster) => whole.pod('web').status?.containerStatuses?.[0];
const resizeCondition = (whole: WholeCluster, type: 'PodResizePending' | 'PodResizeInProgress') => {
  const { status: holds, reason, message } = condition(whole.pod('web').status, type) ?? {};
  return [holds, reason, message];
};
const NONE = [undefined, undefined, undefined];

describe('pods/resize: cpu of a running container', () => {
  const { whole, answer } = resized(container({ cpu: '1' }, { cpu: '2' }), { requests: { cpu: '1500m' } });
  const before = { ...status(whole) };
  const progress = resizeCondition(whole, 'PodResizeInProgress');
  whole.pass(3);

  test('is allocated at once, and in progress', () => {
    expect(answer.code).toBe(200);
    expect(before.allocatedResources).toEqual({ cpu: '1500m' });
    expect(before.resources).toEqual({ requests: { cpu: '1' }, limits: { cpu: '2' } });
    expect(progress).toEqual(['True', undefined, undefined]);
  });
  test('is there at the next look, without a restart', () => {
    expect(status(whole)).toMatchObject({
      allocatedResources: { cpu: '1500m' },
      resources: { requests: { cpu: '1500m' }, limits: { cpu: '2' } },
      restartCount: 0,
    });
    expect(resizeCondition(whole, 'PodResizeInProgress')).toEqual(NONE);
    expect(whole.pod('web').metadata.generation).toBeGreaterThan(1);
  });
});

describe('pods/resize: what the node has not got', () => {
  test('ever: infeasible', () => {
    const { whole } = resized(container({ cpu: '1' }, undefined), { requests: { cpu: '100' } });
    whole.pass(100);
    expect(resizeCondition(whole, 'PodResizePending')).toEqual([
      'True',
      'Infeasible',
      "Node didn't have enough capacity: cpu, requested: 100000, capacity: 4000",
    ]);
    expect(status(whole)?.resources).toEqual({ requests: { cpu: '1' } });
  });

  test('now: deferred until others have gone, and tried again every minute', () => {
    const { whole } = resized(container({ cpu: '1' }, undefined), { requests: { cpu: '3' } }, (cluster) =>
      cluster.create(cpuPod('other', '2')),
    );
    whole.pass(100);
    expect(resizeCondition(whole, 'PodResizePending')).toEqual([
      'True',
      'Deferred',
      "Node didn't have enough resource: cpu, requested: 3000, used: 2000, capacity: 4000",
    ]);
    whole.client.delete(Pod, { namespace: 'default', name: 'other' });
    whole.pass(100);
    expect(resizeCondition(whole, 'PodResizePending')).toEqual(NONE);
    expect(status(whole)?.resources).toEqual({ requests: { cpu: '3' } });
  });

  test('and taken back: nothing is pending any more', () => {
    const { whole } = resized(container({ cpu: '1' }, undefined), { requests: { cpu: '100' } });
    patch(whole, { requests: { cpu: '1' } });
    whole.settle();
    expect(resizeCondition(whole, 'PodResizePending')).toEqual(NONE);
  });
});

test('pods/resize: resizePolicy RestartContainer', () => {
  const policy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }];
  const own = container({ memory: '1Gi' }, { memory: '1Gi' }, policy);
  const { whole } = resized(own, { requests: { memory: '512Mi' }, limits: { memory: '512Mi' } });
  expect(resizeCondition(whole, 'PodResizeInProgress')[0]).toBe('True');
  whole.pass(5);
  expect(whole.events('web', 'kubelet')).toContain('Normal Killing Container web resize requires restart');
  expect(status(whole)).toMatchObject({ restartCount: 1, resources: { limits: { memory: '512Mi' } } });
  expect(resizeCondition(whole, 'PodResizeInProgress')).toEqual(NONE);
});

test('pods/resize: what a pod gives up is there for who waits', () => {
  const { whole } = resized(container({ cpu: '3' }, undefined), { requests: { cpu: '1' } }, (cluster) =>
    cluster.create(cpuPod('other', '2')),
  );
  whole.pass(5);
  expect(nodeOf(whole, 'other')).toBe('worker-1');
});

describe('pods/resize refuses', () => {
  const { whole } = resized(container({ cpu: '1', memory: '1Gi' }, { memory: '2Gi' }), {});
  test.each<[string, object, string]>([
    [
      'less memory without a restart',
      { limits: { memory: '1Gi' } },
      'spec.containers[0].resources.limits[memory]: Forbidden: memory limits cannot be decreased unless resizePolicy is RestartContainer',
    ],
    [
      'to forget a request',
      { requests: { cpu: null } },
      'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
    ],
    [
      'other resources',
      { requests: { 'ephemeral-storage': '1Gi' } },
      'spec: Forbidden: only cpu and memory resources are mutable',
    ],
    [
      'another quality of service',
      { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } },
      'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
    ],
  ])('%s', (_, resources, why) => {
    const { code, body } = patch(whole, resources);
    expect([code, (body as { message?: string }).message]).toEqual([422, `Pod "web" is invalid: ${why}`]);
  });
  test('nothing of it by the pod itself', () => {
    expect(patch(whole, { requests: { cpu: '2' } }, '').code).toBe(422);
  });
});

test('pods/resize: quotas and ranges of the namespace count', () => {
  const quota = {
    kind: ResourceQuota,
    metadata: { namespace: 'default', name: 'most' },
    spec: { hard: { 'requests.cpu': '2' } },
  };
  const { whole, answer } = resized(
    container({ cpu: '1' }, undefined),
    { requests: { cpu: '3' } },
    (cluster) => cluster.create(quota as never),
  );
  expect([answer.code, (answer.body as { message?: string }).message]).toEqual([
    403,
    'pods "web" is forbidden: exceeded quota: most, requested: requests.cpu=2, used: requests.cpu=1, limited: requests.cpu=2',
  ]);
  expect(patch(whole, { requests: { cpu: '2' } }).code).toBe(200);
});

test('Q-5: what a pod has no more is given back to the quota', () => {
  const quota = {
    kind: ResourceQuota,
    metadata: { namespace: 'default', name: 'most' },
    spec: { hard: { 'requests.cpu': '2' } },
  };
  const used = () => whole.client.get(ResourceQuota, { namespace: 'default', name: 'most' }).status?.used;
  const { whole } = resized(container({ cpu: '2' }, undefined), { requests: { cpu: '500m' } }, (cluster) =>
    cluster.create(quota as never),
  );
  const during = used();
  whole.pass(3);
  expect([during, used()]).toEqual([{ 'requests.cpu': '2' }, { 'requests.cpu': '500m' }]);
});
