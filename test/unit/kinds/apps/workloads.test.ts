import { describe, expect, test } from 'vitest';
import { created, defaulted, faultsOf, kindOf, updateFaults } from '../support.ts';

const manifest = (kind: string, spec = ''): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: web }
spec:
  ${spec}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: c, image: nginx }] }
`;

const withTemplate = (object: ReturnType<typeof created>, image: string) => {
  const { template } = object.spec;
  const containers = [{ ...template.spec.containers[0], image }];
  return {
    ...object,
    spec: { ...object.spec, template: { ...template, spec: { ...template.spec, containers } } },
  };
};

describe('defaults of workloads (A-1)', () => {
  test('a Deployment rolls with a quarter up and a quarter down', () => {
    const { replicas, strategy, revisionHistoryLimit, progressDeadlineSeconds } = defaulted(
      manifest('Deployment'),
    ).spec;
    expect({ replicas, strategy, revisionHistoryLimit, progressDeadlineSeconds }).toEqual({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
  });

  test('each half of rollingUpdate is defaulted by itself', () => {
    const { strategy } = defaulted(
      manifest('Deployment', 'strategy: { rollingUpdate: { maxSurge: 1 } }'),
    ).spec;
    expect(strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: '25%', maxSurge: 1 },
    });
  });

  test('a DaemonSet takes one node at a time', () => {
    const { updateStrategy, revisionHistoryLimit } = defaulted(manifest('DaemonSet')).spec;
    expect({ updateStrategy, revisionHistoryLimit }).toEqual({
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      revisionHistoryLimit: 10,
    });
  });

  test('a StatefulSet without an update type gets rollingUpdate too', () => {
    expect(defaulted(manifest('StatefulSet')).spec.updateStrategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { partition: 0 },
    });
  });

  test('a StatefulSet whose type is written out stays without rollingUpdate', () => {
    const { updateStrategy } = defaulted(
      manifest('StatefulSet', 'updateStrategy: { type: RollingUpdate }'),
    ).spec;
    expect(updateStrategy).toEqual({ type: 'RollingUpdate' });
  });

  test('a StatefulSet keeps its claims', () => {
    const { podManagementPolicy, persistentVolumeClaimRetentionPolicy } = defaulted(
      manifest('StatefulSet'),
    ).spec;
    expect({ podManagementPolicy, persistentVolumeClaimRetentionPolicy }).toEqual({
      podManagementPolicy: 'OrderedReady',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
  });

  test('a claim template is stored as a whole claim (A-3)', () => {
    const claims =
      'volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }]';
    expect(defaulted(manifest('StatefulSet', claims)).spec.volumeClaimTemplates).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data', creationTimestamp: null },
        spec: { accessModes: ['ReadWriteOnce'], resources: {}, volumeMode: 'Filesystem' },
        status: { phase: 'Pending' },
      },
    ]);
  });
});

describe('what a creator may not set', () => {
  test.each([
    ['Deployment', {}],
    ['ReplicaSet', { replicas: 0 }],
    ['StatefulSet', { replicas: 0, availableReplicas: 0 }],
    [
      'DaemonSet',
      { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
    ],
  ])('the status of a new %s', (kind, status) => {
    expect(
      created(`${manifest(kind)}status: { replicas: 7, numberReady: 7 }`.replace('replicas: 7, ', '')).status,
    ).toEqual(status);
  });

  test('maxUnavailable of a StatefulSet, whose gate is off', () => {
    const strategy = 'updateStrategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 2 } }';
    expect(created(manifest('StatefulSet', strategy)).spec.updateStrategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { partition: 0 },
    });
  });
});

describe('metadata.generation (A-4)', () => {
  const raises = (
    kind: string,
    change: (object: ReturnType<typeof created>) => unknown,
  ): boolean | undefined => {
    const before = created(manifest(kind));
    return kindOf(before).raisesGeneration?.(change(before) as never, before);
  };
  const annotated = (object: ReturnType<typeof created>) => ({
    ...object,
    metadata: { ...object.metadata, annotations: { a: 'b' } },
  });

  test.each(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'])(
    'rises with the spec of a %s',
    (kind) => {
      expect(raises(kind, (object) => withTemplate(object, 'nginx:2'))).toBe(true);
    },
  );

  test('rises with the annotations of a Deployment', () => {
    expect(raises('Deployment', annotated)).toBe(true);
  });

  test.each(['ReplicaSet', 'StatefulSet', 'DaemonSet'])(
    'does not rise with the annotations of a %s',
    (kind) => {
      expect(raises(kind, annotated)).toBe(false);
    },
  );

  test('does not rise with labels', () => {
    const labelled = (object: ReturnType<typeof created>) => ({
      ...object,
      metadata: { ...object.metadata, labels: { a: 'b' } },
    });
    expect(raises('Deployment', labelled)).toBe(false);
  });
});

describe('a Deployment status write (A-4)', () => {
  test('changes annotations, but neither labels nor spec', () => {
    const before = created(manifest('Deployment'));
    const object = {
      ...before,
      metadata: {
        ...before.metadata,
        labels: { x: 'y' },
        annotations: { 'deployment.kubernetes.io/revision': '1' },
      },
      spec: { ...before.spec, replicas: 9 },
      status: { replicas: 1 },
    };
    const written = kindOf(before).prepareForStatusUpdate(object, before);
    expect(written).toEqual({
      ...before,
      metadata: { ...before.metadata, annotations: { 'deployment.kubernetes.io/revision': '1' } },
      status: { replicas: 1 },
    });
  });
});

describe('templateGeneration of a DaemonSet (A-5)', () => {
  const ANNOTATION = 'deprecated.daemonset.template.generation';
  const before = created(manifest('DaemonSet'));
  const next = (object: ReturnType<typeof created>) => kindOf(before).prepareForUpdate(object, before);

  test('begins with 1', () => {
    expect(before.metadata.annotations).toEqual({ [ANNOTATION]: '1' });
  });

  test('rises with the template', () => {
    expect(next(withTemplate(before, 'nginx:2')).metadata.annotations).toEqual({ [ANNOTATION]: '2' });
  });

  test('stays with everything else, whatever the writer says', () => {
    const metadata = { ...before.metadata, annotations: { [ANNOTATION]: '7' } };
    const spec = { ...before.spec, minReadySeconds: 5 };
    expect(next({ ...before, metadata, spec }).metadata.annotations).toEqual({ [ANNOTATION]: '1' });
  });
});

describe('what may not change (A-7, A-10)', () => {
  const selector = { matchLabels: { app: 'zz' } };
  const shown =
    'v1.LabelSelector{MatchLabels:map[string]string{"app":"zz"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}';

  test.each(['Deployment', 'ReplicaSet', 'DaemonSet'])('the selector of a %s', (kind) => {
    const before = created(manifest(kind));
    expect(updateFaults({ ...before, spec: { ...before.spec, selector } }, before)).toEqual([
      'spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`',
      `spec.selector: Invalid value: ${shown}: field is immutable`,
    ]);
  });

  test('most of a StatefulSet', () => {
    const before = created(manifest('StatefulSet'));
    expect(
      updateFaults({ ...before, spec: { ...before.spec, podManagementPolicy: 'Parallel' } }, before),
    ).toEqual([
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ]);
  });

  test('but replicas, template and revisionHistoryLimit of a StatefulSet', () => {
    const before = created(manifest('StatefulSet'));
    const changed = withTemplate(
      { ...before, spec: { ...before.spec, replicas: 3, revisionHistoryLimit: 2 } },
      'b',
    );
    expect(updateFaults(changed, before)).toEqual([]);
  });

  test('a Deployment whose spec is taken away is told all of it', () => {
    const before = created(manifest('Deployment'));
    const emptied = defaulted('{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web } }');
    expect(updateFaults(emptied, before)).toEqual([
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: map[string]string(nil): `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
      'spec.selector: Invalid value: "null": field is immutable',
    ]);
  });
});

describe('more refused workloads (A-7)', () => {
  test.each([
    [
      'Deployment',
      'strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } }',
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: may not be 0 when `maxSurge` is 0',
    ],
    [
      'Deployment',
      'strategy: { rollingUpdate: { maxUnavailable: 101% } }',
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:"101%"}: must not be greater than 100%',
    ],
    [
      'DaemonSet',
      'updateStrategy: { rollingUpdate: { maxUnavailable: 0 } }',
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
    ],
    [
      'StatefulSet',
      'podManagementPolicy: Whenever',
      "spec.podManagementPolicy: Invalid value: \"Whenever\": must be 'OrderedReady' or 'Parallel'",
    ],
    [
      'StatefulSet',
      'updateStrategy: { type: OnDelete, rollingUpdate: { partition: 1 } }',
      "spec.updateStrategy.rollingUpdate: Invalid value: apps.RollingUpdateStatefulSetStrategy{Partition:1, MaxUnavailable:(*intstr.IntOrString)(nil)}: only allowed for updateStrategy 'RollingUpdate'",
    ],
    [
      'StatefulSet',
      'ordinals: { start: -1 }',
      'spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0',
    ],
  ])('%s with %s', (kind, spec, fault) => {
    expect(faultsOf(created(manifest(kind, spec)))).toEqual([fault]);
  });

  test('surge may be more than 100%', () => {
    expect(
      faultsOf(created(manifest('Deployment', 'strategy: { rollingUpdate: { maxSurge: 200% } }'))),
    ).toEqual([]);
  });
});

describe('warnings', () => {
  test('a name that is no host name (A-7)', () => {
    const object = created(manifest('Deployment').replace('name: web', 'name: a.b'));
    expect(kindOf(object).warnings(object)).toEqual([
      'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]',
    ]);
  });
});

describe('the scale sub-resource (A-6)', () => {
  test.each(['Deployment', 'ReplicaSet', 'StatefulSet'])('%s reads and writes its replicas', (kind) => {
    const object = created(manifest(kind, 'replicas: 2'));
    const { scale } = kindOf(object);
    const scaled = scale?.withReplicas(object, 5);
    expect([scale?.replicas(object), scale?.replicas(scaled), scale?.selector(object)]).toEqual([
      2,
      5,
      'app=web',
    ]);
  });

  test('a DaemonSet has none', () => {
    expect(kindOf(created(manifest('DaemonSet'))).scale).toBeUndefined();
  });
});
