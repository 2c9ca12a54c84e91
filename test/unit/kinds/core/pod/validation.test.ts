import { describe, expect, test } from 'vitest';
import { Pod } from '../../../../../src/kinds/core/pod/kind.ts';
import type { ContainerStatus } from '../../../../../src/kinds/core/pod/types.ts';
import { decode } from '../../../../../src/kinds/schema/decode.ts';
import { fieldErrorText } from '../../../../../src/machinery/field-path.ts';
import vectors from '../../../../vectors/pod-validation.json' with { type: 'json' };
import { loadFieldTree } from '../../schema/load.ts';

loadFieldTree();

const created = (manifest: object): Pod => {
  const { object } = decode('core/v1.Pod', manifest, { apiVersion: 'v1', kind: 'Pod' });
  return Pod.prepareForCreate(Pod.defaults(object as Pod));
};
const pod = (spec: object, metadata: object = {}): Pod =>
  created({
    metadata: { name: 'p', ...metadata },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  });
const withContainer = (container: object, spec: object = {}): Pod =>
  pod({ containers: [{ name: 'c', image: 'nginx', ...container }], ...spec });
const faults = (given: Pod): readonly string[] => Pod.validate(given).map(fieldErrorText);

test.each(vectors.cases)('A-3 a real server refuses with $errors', ({ manifest, errors }) => {
  expect(faults(created(manifest))).toEqual(errors);
});

describe('volumes', () => {
  test('a volume has exactly one source', () => {
    const given = pod({ volumes: [{ name: 'v', emptyDir: {}, configMap: { name: 'm' } }] });
    expect(faults(given)).toEqual([
      'spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type',
    ]);
  });

  test('a faulty volume cannot be mounted either', () => {
    const given = withContainer(
      { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      { volumes: [{ name: 'v', secret: {} }] },
    );
    expect(faults(given)).toEqual([
      'spec.volumes[0].secret.secretName: Required value',
      'spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ]);
  });

  test('paths stay inside the volume', () => {
    const items = [
      { key: 'a', path: '../x' },
      { key: 'b', path: '..b' },
      { key: 'c', path: '/c' },
    ];
    expect(faults(pod({ volumes: [{ name: 'v', configMap: { name: 'm', items } }] }))).toEqual([
      `spec.volumes[0].configMap.items[0].path: Invalid value: "../x": must not contain '..'`,
      `spec.volumes[0].configMap.items[1].path: Invalid value: "..b": must not start with '..'`,
      'spec.volumes[0].configMap.items[2].path: Invalid value: "/c": must be a relative path',
    ]);
  });

  test('two files of a projected volume may not have one path', () => {
    const source = { configMap: { name: 'm', items: [{ key: 'a', path: 'p' }] } };
    const given = pod({ volumes: [{ name: 'v', projected: { sources: [source, source] } }] });
    expect(faults(given)).toEqual([
      'spec.volumes[0].projected: Invalid value: "m": conflicting duplicate paths',
    ]);
  });

  test('the claim template of an ephemeral volume is validated as a claim', () => {
    const given = pod({ volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { spec: {} } } }] });
    expect(faults(given)).toEqual([
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required',
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value',
    ]);
  });
});

describe('init containers', () => {
  test('only sidecars have probes', () => {
    const init = { name: 'i', image: 'a', readinessProbe: { exec: { command: ['x'] } } };
    expect(faults(pod({ initContainers: [init] }))).toEqual([
      'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ]);
    expect(faults(pod({ initContainers: [{ ...init, restartPolicy: 'Always' }] }))).toEqual([]);
  });

  test('a main container has no restart policy of its own', () => {
    expect(faults(withContainer({ restartPolicy: 'Always' }))).toEqual([
      'spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers',
    ]);
  });
});

describe('resources', () => {
  test('a name without a domain must be known', () => {
    expect(faults(withContainer({ resources: { limits: { foo: '1' } } }))).toEqual([
      'spec.containers[0].resources.limits[foo]: Invalid value: "foo": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.limits[foo]: Invalid value: "foo": must be a standard resource for containers',
      'spec.containers[0].resources.requests[foo]: Invalid value: "foo": must be a standard resource type or fully qualified',
      'spec.containers[0].resources.requests[foo]: Invalid value: "foo": must be a standard resource for containers',
    ]);
  });

  test('an extended resource is limited to what is requested', () => {
    const resources = { limits: { 'a.b/gpu': '2' }, requests: { 'a.b/gpu': '1' } };
    expect(faults(withContainer({ resources }))).toEqual([
      'spec.containers[0].resources.requests: Invalid value: "1": must be equal to a.b/gpu limit of 2',
    ]);
  });

  test('huge pages need memory beside them', () => {
    expect(faults(withContainer({ resources: { limits: { 'hugepages-2Mi': '3Mi' } } }))).toEqual([
      'spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
      'spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
      'spec.containers[0].resources: Forbidden: HugePages require cpu or memory',
    ]);
  });
});

test('a variable takes its value from one place', () => {
  const env = [
    { name: 'A', valueFrom: {} },
    { name: 'B', valueFrom: { fieldRef: { fieldPath: 'spec.color' } } },
  ];
  expect(faults(withContainer({ env }))).toEqual([
    'spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
    'spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: Invalid value: "spec.color": error converting fieldPath: field label not supported: spec.color',
  ]);
});

test('escalation cannot be denied to a privileged container', () => {
  const securityContext = { privileged: true, allowPrivilegeEscalation: false };
  expect(faults(withContainer({ securityContext }))).toEqual([
    expect.stringMatching(
      /^spec\.containers\[0\]\.securityContext: Invalid value: core\.SecurityContext\{.*\}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true$/,
    ),
  ]);
});

describe('updates (A-10)', () => {
  const changes = (change: object, before: Pod = pod({ activeDeadlineSeconds: 10 })): readonly string[] =>
    Pod.validateUpdate({ ...before, spec: { ...before.spec, ...change } }, before).map(fieldErrorText);

  test('images, deadlines and more tolerations are taken', () => {
    const toleration = { key: 'a', operator: 'Exists' };
    const containers = [{ ...pod({}).spec.containers[0], image: 'nginx:2' }];
    expect(changes({ containers, activeDeadlineSeconds: 5, tolerations: [toleration] })).toEqual([]);
  });

  test('nothing else may change', () => {
    expect(changes({ hostname: 'h' })[0]?.split('\n')[0]).toBe(
      'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
    );
  });

  test('containers are neither added nor removed', () => {
    const [container] = pod({}).spec.containers;
    expect(changes({ containers: [container, { ...container, name: 'd' }] })).toEqual([
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ]);
  });

  test('a deadline only comes nearer', () => {
    expect(changes({ activeDeadlineSeconds: 11 })).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: 11: must be less than or equal to previous value',
    ]);
    expect(changes({ activeDeadlineSeconds: undefined })).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value',
    ]);
  });

  test('a gated pod may only become pickier about its node', () => {
    const gated = pod({ schedulingGates: [{ name: 'a.b/c' }], nodeSelector: { a: '1' } });
    expect(changes({ nodeSelector: { a: '1', b: '2' }, schedulingGates: undefined }, gated)).toEqual([]);
    expect(changes({ nodeSelector: { b: '2' } }, gated)).toEqual([
      'spec.nodeSelector: Invalid value: map[string]string{"b":"2"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    ]);
    expect(changes({ schedulingGates: [{ name: 'x.y/z' }] }, gated)).toEqual([
      "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'x.y/z'",
    ]);
  });
});

describe('status updates', () => {
  test('a container that ended for good does not run again', () => {
    const withState = (state: object): Pod => {
      const containerStatuses = [{ name: 'c', state }] as unknown as readonly ContainerStatus[];
      return { ...pod({ restartPolicy: 'Never' }), status: { containerStatuses } };
    };
    const before = withState({ terminated: { exitCode: 0 } });
    const after = withState({ running: {} });
    expect(Pod.validateStatusUpdate(after, before).map(fieldErrorText)).toEqual([
      'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
    ]);
  });

  test('the quality of service is settled', () => {
    const before = pod({});
    const after: Pod = { ...before, status: { ...before.status, qosClass: 'Burstable' } };
    expect(Pod.validateStatusUpdate(after, before).map(fieldErrorText)).toEqual([
      'status.qosClass: Invalid value: "Burstable": field is immutable',
    ]);
  });
});
