import { describe, expect, test } from 'vitest';
import { isAvailable, withCondition } from '../../../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../../../src/kinds/core/pod/kind.ts';
import { qosClass } from '../../../../../src/kinds/core/pod/qos.ts';
import { instantOf, type Time } from '../../../../../src/machinery/instant.ts';

const at = (text: string): Time => text as Time;
const pod = (spec: object, rest: object = {}): Pod => ({ metadata: { name: 'p' }, spec, ...rest }) as Pod;
const one = (container: object): object => ({
  containers: [{ name: 'c', image: 'nginx:1.25', ...container }],
});

describe('defaults that only pods get (A-2)', () => {
  test('a limit is also a request, and service links are on', () => {
    const { spec } = Pod.defaults(
      pod(one({ resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '0.5' } } })),
    );
    expect(spec.containers[0]?.resources).toEqual({
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '500m', memory: '1Gi' },
    });
    expect(spec.enableServiceLinks).toBe(true);
  });

  test('on the network of the node a container port is a host port', () => {
    const { spec } = Pod.defaults(pod({ ...one({ ports: [{ containerPort: 80 }] }), hostNetwork: true }));
    expect(spec.containers[0]?.ports).toEqual([{ containerPort: 80, hostPort: 80, protocol: 'TCP' }]);
  });

  test('a pod that has all defaults comes back as it is', () => {
    const defaulted = Pod.defaults(
      pod(one({ livenessProbe: { httpGet: { port: 80 } }, env: [{ name: 'A', value: 'b' }] })),
    );
    expect(Pod.defaults(defaulted)).toBe(defaulted);
  });
});

test('A-25 a new pod is Pending whatever its manifest says', () => {
  const created = Pod.prepareForCreate(pod(one({}), { status: { phase: 'Running' } }));
  expect(created.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
});

test('a pod with scheduling gates says so from the start', () => {
  const gated = pod(
    { ...one({}), schedulingGates: [{ name: 'a.b/c' }] },
    { metadata: { name: 'p', creationTimestamp: '2026-01-01T00:00:00Z' } },
  );
  expect(Pod.prepareForCreate(gated).status?.conditions).toEqual([
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
      lastProbeTime: null,
      lastTransitionTime: '2026-01-01T00:00:00Z',
    },
  ]);
});

test('matchLabelKeys become terms of the selector', () => {
  const term = { topologyKey: 'zone', matchLabelKeys: ['app', 'none'], labelSelector: {} };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  const created = Pod.prepareForCreate(
    pod({ ...one({}), affinity }, { metadata: { name: 'p', labels: { app: 'web' } } }),
  );
  expect(
    created.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0]
      ?.labelSelector,
  ).toEqual({
    matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }],
  });
});

test.each([
  ['BestEffort', [{}]],
  ['BestEffort', [{ requests: { cpu: '0', 'ephemeral-storage': '1Gi' } }]],
  ['Burstable', [{ requests: { cpu: '1' } }]],
  ['Burstable', [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } }]],
  ['Burstable', [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } }, {}]],
  ['Guaranteed', [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1000m', memory: '1024Mi' } }]],
])('the quality of service is %s for %j', (expected, resources) => {
  const containers = resources.map((each, i) => ({ name: `c${i}`, resources: each }));
  expect(qosClass({ containers })).toBe(expected);
});

describe('availability (C-6)', () => {
  const ready = pod(
    {},
    {
      status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }] },
    },
  );

  test('a ready pod is available at once without minReadySeconds', () => {
    expect(isAvailable(ready, 0, instantOf('2026-01-01T00:00:00Z'))).toBe(true);
  });

  test('a ready pod is available only after its minReadySeconds are over', () => {
    expect(isAvailable(ready, 5, instantOf('2026-01-01T00:00:05Z'))).toBe(false);
    expect(isAvailable(ready, 5, instantOf('2026-01-01T00:00:05.001Z'))).toBe(true);
  });

  test('a pod that is not ready is not available', () => {
    expect(isAvailable(pod({}), 0, instantOf('2026-01-01T00:00:00Z'))).toBe(false);
  });
});

test('a condition keeps its time while its status stays', () => {
  const first = withCondition(
    {},
    { type: 'Ready', status: 'False', reason: 'A' },
    at('2026-01-01T00:00:00Z'),
  );
  const second = withCondition(
    first,
    { type: 'Ready', status: 'False', reason: 'B' },
    at('2026-01-01T00:00:09Z'),
  );
  expect(second.conditions).toEqual([
    {
      type: 'Ready',
      status: 'False',
      reason: 'B',
      lastProbeTime: null,
      lastTransitionTime: '2026-01-01T00:00:00Z',
    },
  ]);
  expect(
    withCondition(second, { type: 'Ready', status: 'False', reason: 'B' }, at('2026-01-02T00:00:00Z')),
  ).toBe(second);
});

test.each([
  ['not bound', {}, {}, undefined, 0],
  ['bound', { nodeName: 'n' }, {}, undefined, 30],
  ['bound, asked for 5', { nodeName: 'n' }, {}, 5, 5],
  ['finished', { nodeName: 'n' }, { phase: 'Failed' }, undefined, 0],
  ['bound with a negative period', { nodeName: 'n', terminationGracePeriodSeconds: -4 }, {}, undefined, 1],
])('K-79 a pod that is %s has its time to stop', (_, spec, status, requested, expected) => {
  const deleted = pod({ terminationGracePeriodSeconds: 30, ...spec }, { status });
  expect(Pod.gracePeriodSeconds?.(deleted, requested)).toBe(expected);
});

test('a status write keeps spec, owners and quality of service', () => {
  const before = pod(one({}), {
    metadata: { name: 'p', labels: { a: '1' } },
    status: { qosClass: 'Burstable' },
  });
  const written = pod(
    { containers: [] },
    { metadata: { name: 'p', labels: { a: '2' }, ownerReferences: [{}] }, status: { phase: 'Running' } },
  );
  expect(Pod.prepareForStatusUpdate(written, before)).toEqual({
    metadata: { name: 'p', labels: { a: '2' } },
    spec: before.spec,
    status: { phase: 'Running', qosClass: 'Burstable' },
  });
});

test('A-20 fields that selectors may name', () => {
  const placed = pod(
    { nodeName: 'n', hostNetwork: true, schedulerName: 's' },
    { status: { phase: 'Running', podIPs: [{ ip: '1.2.3.4' }] } },
  );
  const values = Object.entries(Pod.selectableFields).map(([field, get]) => [field, get(placed)]);
  expect(Object.fromEntries(values)).toEqual({
    'spec.nodeName': 'n',
    'spec.restartPolicy': '',
    'spec.schedulerName': 's',
    'spec.serviceAccountName': '',
    'spec.hostNetwork': 'true',
    'status.phase': 'Running',
    'status.podIP': '1.2.3.4',
    'status.nominatedNodeName': '',
  });
});
