import { expect, test } from 'vitest';
import { decode, normalise } from '../../../../src/kinds/schema/decode.ts';
import { loadFieldTree } from './load.ts';

loadFieldTree();

const decoded = (schema: string, body: object) => {
  const kind = schema.slice(schema.lastIndexOf('.') + 1);
  const apiVersion = schema.slice(0, schema.lastIndexOf('.')).replace(/^core\//, '');
  return decode(schema, body, { apiVersion, kind });
};
const refusal = (schema: string, body: object): string => {
  try {
    decoded(schema, body);
  } catch (error) {
    return (error as Error).message.replace(/^.*? cannot be handled as a \w+: /, '');
  }
  return 'accepted';
};
const pod = (container: object) => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', ...container }] },
});

test.each([
  [
    'core/v1.ConfigMap',
    { data: [] },
    'json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string',
  ],
  [
    'core/v1.ConfigMap',
    { data: { a: 1 } },
    'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
  ],
  [
    'apps/v1.Deployment',
    { spec: { replicas: 'x' } },
    'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  ],
  [
    'apps/v1.Deployment',
    { spec: { replicas: 1.5 } },
    'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
  ],
  [
    'apps/v1.Deployment',
    { spec: { replicas: 3000000000 } },
    'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32',
  ],
  [
    'apps/v1.Deployment',
    { spec: 'x' },
    'json: cannot unmarshal string into Go struct field Deployment.spec of type v1.DeploymentSpec',
  ],
  [
    'core/v1.Pod',
    pod({ ports: [{ containerPort: 'http' }] }),
    'json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
  ],
  [
    'core/v1.Pod',
    pod({ env: [{ name: 'A', value: true }] }),
    'json: cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.value of type string',
  ],
  [
    'core/v1.Pod',
    pod({ resources: { limits: { cpu: 'lots' } } }),
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
  [
    'core/v1.Pod',
    pod({ livenessProbe: { httpGet: { port: true } } }),
    'json: cannot unmarshal bool into Go struct field HTTPGetAction.spec.containers.livenessProbe.httpGet.port of type int32',
  ],
  [
    'core/v1.Pod',
    { spec: { volumes: [{ name: 'v', fc: { lun: 'x' } }] } },
    'json: cannot unmarshal string into Go struct field FCVolumeSource.spec.volumes.fc.lun of type int32',
  ],
  [
    'core/v1.Pod',
    { spec: { containers: {} } },
    'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
  ],
  [
    'core/v1.Pod',
    { metadata: { labels: { a: 1 } } },
    'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
  ],
  [
    'core/v1.Service',
    { spec: { selector: [] } },
    'json: cannot unmarshal array into Go struct field ServiceSpec.spec.selector of type map[string]string',
  ],
  ['core/v1.Secret', { data: { a: 'abc' } }, 'illegal base64 data at input byte 0'],
  ['core/v1.Secret', { data: { a: 'not base64' } }, 'illegal base64 data at input byte 3'],
  ['core/v1.Secret', { data: { a: 'YQ=' } }, 'illegal base64 data at input byte 3'],
  [
    'core/v1.Pod',
    { metadata: { creationTimestamp: 'soon' } },
    'parsing time "soon" as "2006-01-02T15:04:05Z07:00": cannot parse "soon" as "2006"',
  ],
  [
    'core/v1.Pod',
    { metadata: { creationTimestamp: 5 } },
    'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
  ],
])('A-11 %s %j is refused with the words of Go', (schema, body, text) => {
  expect(refusal(schema, body)).toBe(text);
});

test('A-11 a value that reads its own JSON is told before an earlier type error', () => {
  const body = { ...pod({ resources: { limits: { cpu: 'x' } } }) };
  expect(refusal('core/v1.Pod', { ...body, metadata: { labels: { a: 1 } } })).toMatch(
    /^quantities must match/,
  );
});

test('A-11 unknown fields are collected in the order of the body, case matters', () => {
  const body = {
    metadata: { nme: 'p' },
    spec: {
      Containers: [],
      containers: [{ name: 'c', imag: 'x' }],
      volumes: [{ name: 'v', scaleIO: { protectionDoamin: 'd' } }],
    },
  };
  expect(decoded('core/v1.Pod', body).strictErrors).toEqual([
    'unknown field "metadata.nme"',
    'unknown field "spec.Containers"',
    'unknown field "spec.containers[0].imag"',
    'unknown field "spec.volumes[0].scaleIO.protectionDoamin"',
  ]);
});

test('a decoded object has its fields in the order of Go, without what is empty', () => {
  const body = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: {
      template: {
        spec: {
          containers: [
            {
              image: 'nginx',
              name: 'c',
              resources: { limits: { memory: '1024Mi', cpu: 0.5 } },
              env: [{ name: 'E', value: '' }],
              args: [],
            },
          ],
          volumes: [
            {
              name: 'v',
              downwardAPI: { items: [{ path: 'p', resourceFieldRef: { resource: 'limits.cpu' } }] },
              emptyDir: null,
            },
          ],
        },
        metadata: { labels: { app: 'web' } },
      },
      selector: { matchLabels: { app: 'web' } },
      replicas: 0,
      paused: false,
      foo: 1,
    },
    metadata: { name: 'web', annotations: {} },
  };
  expect(JSON.stringify(decoded('apps/v1.Deployment', body).object)).toBe(
    JSON.stringify({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'web' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { creationTimestamp: null, labels: { app: 'web' } },
          spec: {
            volumes: [
              {
                name: 'v',
                downwardAPI: {
                  items: [{ path: 'p', resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } }],
                },
              },
            ],
            containers: [
              {
                name: 'c',
                image: 'nginx',
                env: [{ name: 'E' }],
                resources: { limits: { cpu: '500m', memory: '1Gi' } },
              },
            ],
          },
        },
        strategy: {},
      },
      status: {},
    }),
  );
});

test('times become UTC and lose their fraction, micro times keep it', () => {
  const body = {
    spec: { renewTime: '2026-01-01T12:00:00.123456+02:00' },
    metadata: { name: 'l', creationTimestamp: '2026-01-01T12:00:00.9+02:00' },
  };
  expect(decoded('coordination.k8s.io/v1.Lease', body).object).toEqual({
    kind: 'Lease',
    apiVersion: 'coordination.k8s.io/v1',
    metadata: { name: 'l', creationTimestamp: '2026-01-01T10:00:00Z' },
    spec: { renewTime: '2026-01-01T10:00:00.123456Z' },
  });
});

test('null clears a pointer, a list and a map, and is the empty value in a list or map of texts', () => {
  const body = {
    metadata: { name: 'p', labels: { a: null }, annotations: null },
    spec: { containers: [{ name: 'c', args: [null], securityContext: null }], volumes: null },
  };
  expect(decoded('core/v1.Pod', body).object).toEqual({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'p', labels: { a: '' } },
    spec: { containers: [{ name: 'c', args: [''], resources: {} }] },
    status: {},
  });
});

test('what a CustomResourceDefinition says of its schema is kept, unknown fields below items are not told', () => {
  const schema = {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
    properties: {
      a: { type: 'array', items: { type: 'string', foo: 1 }, default: ['x'] },
      b: { additionalProperties: false },
    },
  };
  const body = {
    metadata: { name: 'w' },
    spec: {
      group: 'g',
      names: { plural: 'ws', kind: 'W' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
  const { object, strictErrors } = decoded('apiextensions.k8s.io/v1.CustomResourceDefinition', body);
  expect(strictErrors).toEqual([]);
  const { spec } = object as unknown as typeof body;
  expect(spec.versions[0]?.schema.openAPIV3Schema).toEqual({
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
    properties: {
      a: { type: 'array', items: { type: 'string' }, default: ['x'] },
      b: { additionalProperties: false },
    },
  });
});

test('normalise brings an object of our own into the form of Go', () => {
  expect(normalise('core/v1.PodCondition', { status: 'True', type: 'Ready' })).toEqual({
    type: 'Ready',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: null,
  });
});
