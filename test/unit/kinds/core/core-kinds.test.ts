import { describe, expect, test } from 'vitest';
import { created, defaulted, faultsOf, kindOf, updateFaults } from '../support.ts';

const warningsOf = (object: ReturnType<typeof created>) => kindOf(object).warnings(object);

describe('Namespace', () => {
  const namespace = created('{ apiVersion: v1, kind: Namespace, metadata: { name: lab } }');

  test('is born Active, held by its finalizer and labelled with its name (NS-6)', () => {
    expect(namespace).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'lab',
        namespace: 'default',
        uid: 'b25d4769-ce28-47c4-830b-327ed539dce3',
        labels: { 'kubernetes.io/metadata.name': 'lab' },
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  test('an update cannot take the finalizer away', () => {
    const changed = kindOf(namespace).prepareForUpdate({ ...namespace, spec: {} }, namespace);
    expect(kindOf(namespace).heldBy?.(changed)).toEqual(['kubernetes']);
  });

  test('is Terminating from the moment it is deleted (NS-1)', () => {
    expect(kindOf(namespace).whenDeleted?.(namespace).status).toEqual({ phase: 'Terminating' });
  });
});

describe('Secret and ConfigMap (Q-41)', () => {
  test('stringData goes into data and is gone', () => {
    const { data, stringData, type } = defaulted(
      '{ apiVersion: v1, kind: Secret, metadata: { name: s }, data: { a: YQ== }, stringData: { b: hello } }',
    );
    expect({ data, stringData, type }).toEqual({ data: { a: 'YQ==', b: 'aGVsbG8=' }, type: 'Opaque' });
  });

  test.each([
    ['kubernetes.io/tls', ['data[tls.crt]: Required value', 'data[tls.key]: Required value']],
    ['kubernetes.io/basic-auth', ['data[username]: Required value', 'data[password]: Required value']],
    ['kubernetes.io/ssh-auth', ['data[ssh-privatekey]: Required value']],
    ['kubernetes.io/dockerconfigjson', ['data[.dockerconfigjson]: Required value']],
    [
      'kubernetes.io/service-account-token',
      ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
    ],
  ])('a Secret of type %s needs its keys', (type, faults) => {
    const yaml = `{ apiVersion: v1, kind: Secret, metadata: { name: s }, type: ${type} }`;
    expect(faultsOf(created(yaml))).toEqual(faults);
  });

  test.each([
    ['{', 'unexpected end of JSON input'],
    ['nope', "invalid character 'o' in literal null (expecting 'u')"],
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['hello', "invalid character 'h' looking for beginning of value"],
  ])('a docker config %s is told in Go words', (text, words) => {
    const yaml = `{ apiVersion: v1, kind: Secret, metadata: { name: s }, type: kubernetes.io/dockercfg, data: { .dockercfg: ${Buffer.from(text).toString('base64')} } }`;
    expect(faultsOf(created(yaml))).toEqual([
      `data[.dockercfg]: Invalid value: "<secret contents redacted>": ${words}`,
    ]);
  });

  test('a certificate that is none is warned about', () => {
    const yaml =
      '{ apiVersion: v1, kind: Secret, metadata: { name: s }, type: kubernetes.io/tls, data: { tls.crt: YQ==, tls.key: YQ== } }';
    expect(warningsOf(created(yaml))).toEqual(['tls: failed to find any PEM data in certificate input']);
  });

  test('the type of a Secret never changes', () => {
    const before = created('{ apiVersion: v1, kind: Secret, metadata: { name: s }, type: mine }');
    expect(updateFaults({ ...before, type: 'Opaque' } as never, before)).toEqual([
      'type: Invalid value: "Opaque": field is immutable',
    ]);
  });

  test('an immutable ConfigMap keeps its data and stays immutable', () => {
    const before = created(
      '{ apiVersion: v1, kind: ConfigMap, metadata: { name: c }, immutable: true, data: { a: b } }',
    );
    expect(updateFaults({ ...before, immutable: undefined, data: { a: 'c' } } as never, before)).toEqual([
      'immutable: Forbidden: field is immutable when `immutable` is set',
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
  });

  test('1 MiB is the most', () => {
    const before = created('{ apiVersion: v1, kind: ConfigMap, metadata: { name: c } }');
    expect(faultsOf({ ...before, data: { a: 'x'.repeat(1024 * 1024 + 1) } })).toEqual([
      ': Too long: may not be more than 1048576 bytes',
    ]);
  });

  test('keys are file names', () => {
    expect(
      faultsOf(created('{ apiVersion: v1, kind: ConfigMap, metadata: { name: c }, data: { "a b": x } }')),
    ).toEqual([
      "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ]);
  });
});

describe('PersistentVolumeClaim', () => {
  const yaml = (more = '') =>
    `{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: c }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } ${more} } }`;

  test('is born Pending, with a file system', () => {
    const { spec, status } = created(yaml());
    expect([spec.volumeMode, status]).toEqual(['Filesystem', { phase: 'Pending' }]);
  });

  test('dataSource and dataSourceRef follow each other', () => {
    const { spec } = created(yaml(', dataSource: { kind: PersistentVolumeClaim, name: x }'));
    expect(spec.dataSourceRef).toEqual(spec.dataSource);
  });

  test('its size grows only once it is bound (V-27)', () => {
    const pending = created(yaml());
    const bound = { ...pending, status: { phase: 'Bound', capacity: { storage: '1Gi' } } };
    const larger = (claim: typeof pending) => ({
      ...claim,
      spec: { ...claim.spec, resources: { requests: { storage: '2Gi' } } },
    });
    expect(updateFaults(larger(bound), bound)).toEqual([]);
    expect(updateFaults(larger(pending), pending).map((text) => text.split('\n')[0])).toEqual([
      'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    ]);
  });

  test('it may not shrink to what the volume has (V-27)', () => {
    const pending = created(yaml());
    const bound = { ...pending, status: { phase: 'Bound', capacity: { storage: '1Gi' } } };
    const smaller = { ...bound, spec: { ...bound.spec, resources: { requests: { storage: '500Mi' } } } };
    expect(updateFaults(smaller, bound)).toEqual([
      'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
    ]);
  });

  test('volumeName is set once', () => {
    const claim = created(yaml());
    const bound = { ...claim, spec: { ...claim.spec, volumeName: 'v' } };
    expect(updateFaults(bound, claim)).toEqual([]);
  });

  test('fractions of bytes are warned about', () => {
    expect(warningsOf(created(yaml().replace('1Gi', '100m')))).toEqual([
      'spec.resources.requests[storage]: fractional byte value "100m" is invalid, must be an integer',
    ]);
  });
});

describe('PersistentVolume', () => {
  const yaml = (more: string) =>
    `{ apiVersion: v1, kind: PersistentVolume, metadata: { name: v }, spec: { capacity: { storage: 1Gi }, accessModes: [ReadWriteOnce], ${more} } }`;

  test('hand-made, it is retained (V-10)', () => {
    const { spec, status } = defaulted(yaml('hostPath: { path: /d }'));
    expect([spec, status]).toEqual([
      {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/d', type: '' },
        persistentVolumeReclaimPolicy: 'Retain',
        volumeMode: 'Filesystem',
      },
      { phase: 'Pending' },
    ]);
  });

  test.each([
    [
      'hostPath: { path: /d }, nfs: { server: s, path: /d }',
      ['spec.nfs: Forbidden: may not specify more than 1 volume type'],
    ],
    ['local: { path: /d }', ['spec.nodeAffinity: Required value: Local volume requires node affinity']],
    [
      'nfs: { path: d }',
      ['spec.nfs.server: Required value', 'spec.nfs.path: Invalid value: "d": must be an absolute path'],
    ],
    [
      'hostPath: { path: / }, persistentVolumeReclaimPolicy: Recycle',
      ["spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"],
    ],
  ])('%s is refused', (more, faults) => {
    expect(faultsOf(created(yaml(more)))).toEqual(faults);
  });

  test('its source never changes (V-28)', () => {
    const before = created(yaml('hostPath: { path: /d }'));
    const changed = { ...before, spec: { ...before.spec, hostPath: { path: '/e', type: '' } } };
    expect(updateFaults(changed, before).map((text) => text.split('\n')[0])).toEqual([
      'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation',
    ]);
  });
});

describe('Node', () => {
  test('allocatable is what there is, where nothing else is said', () => {
    const { status } = defaulted(
      '{ apiVersion: v1, kind: Node, metadata: { name: n }, status: { capacity: { cpu: 4 } } }',
    );
    expect(status.allocatable).toEqual({ cpu: '4' });
  });

  test('two taints of one key and effect are one too many', () => {
    const node = created(
      '{ apiVersion: v1, kind: Node, metadata: { name: n }, spec: { taints: [{ key: a, effect: NoSchedule }, { key: a, value: b, effect: NoSchedule }] } }',
    );
    expect(faultsOf(node)).toEqual([
      'metadata.taints[1]: Duplicate value: core.Taint{Key:"a", Value:"b", Effect:"NoSchedule", TimeAdded:<nil>}: taints must be unique by key and effect pair',
    ]);
  });

  test('an unknown effect', () => {
    const node = created(
      '{ apiVersion: v1, kind: Node, metadata: { name: n }, spec: { taints: [{ key: a, effect: Never }] } }',
    );
    expect(faultsOf(node)).toEqual([
      'metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ]);
  });

  test('podCIDR is set once', () => {
    const before = defaulted(
      '{ apiVersion: v1, kind: Node, metadata: { name: n }, spec: { podCIDR: 10.244.1.0/24 } }',
    );
    const changed = { ...before, spec: { podCIDR: '10.244.2.0/24', podCIDRs: ['10.244.2.0/24'] } };
    expect(updateFaults(changed, before)).toEqual([
      'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
    ]);
  });
});

describe('Event', () => {
  const event = (about: string) =>
    created(
      `{ apiVersion: v1, kind: Event, metadata: { name: e }, involvedObject: { kind: Pod, namespace: ${about}, name: p } }`,
    );

  test('lives where its object lives', () => {
    expect(faultsOf(event('elsewhere'))).toEqual([
      'involvedObject.namespace: Invalid value: "elsewhere": does not match event.namespace',
    ]);
  });

  test('can be selected by what it is about (A-20)', () => {
    const object = event('default');
    const { selectableFields } = kindOf(object);
    const values = Object.fromEntries(
      Object.entries(selectableFields).map(([name, of]) => [name, of(object)]),
    );
    expect(values).toEqual({
      'involvedObject.kind': 'Pod',
      'involvedObject.namespace': 'default',
      'involvedObject.name': 'p',
      'involvedObject.uid': '',
      'involvedObject.apiVersion': '',
      'involvedObject.resourceVersion': '',
      'involvedObject.fieldPath': '',
      reason: '',
      reportingComponent: '',
      source: '',
      type: '',
    });
  });
});
