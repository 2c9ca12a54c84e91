import { describe, expect, test } from 'vitest';
import type { PodTemplateSpec } from '../../../../src/kinds/core/pod/types.ts';
import { imageTag } from '../../../../src/kinds/pod-template/containers/image-name.ts';
import { defaultPodTemplate } from '../../../../src/kinds/pod-template/defaults.ts';
import { validatePodTemplate } from '../../../../src/kinds/pod-template/validation.ts';
import { podTemplateWarnings } from '../../../../src/kinds/pod-template/warnings.ts';
import { fieldErrorText } from '../../../../src/machinery/field-path.ts';
import { loadFieldTree } from '../schema/load.ts';

loadFieldTree();

const template = (spec: object, metadata: object = {}): PodTemplateSpec =>
  ({ metadata, spec: { containers: [{ name: 'c', image: 'nginx:1.25' }], ...spec } }) as PodTemplateSpec;
const warnings = (spec: object, metadata: object = {}): readonly string[] =>
  podTemplateWarnings(template(spec, metadata), 'spec.template');

describe('defaults (A-2)', () => {
  test('a template gets its defaults, and none that only pods get', () => {
    const container = {
      name: 'c',
      image: 'nginx',
      ports: [{ containerPort: 80 }],
      env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
      resources: { limits: { cpu: '0.5' } },
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { grpc: { port: 90 }, periodSeconds: 3 },
      lifecycle: { preStop: { httpGet: { port: 80, path: '/bye' } } },
    };
    const given = { spec: { containers: [container], hostNetwork: true, serviceAccount: 'robot' } };
    expect(defaultPodTemplate(given as PodTemplateSpec)).toEqual({
      metadata: { creationTimestamp: null },
      spec: {
        containers: [
          {
            ...container,
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            env: [{ name: 'IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } }],
            resources: { limits: { cpu: '500m' } },
            livenessProbe: {
              httpGet: { port: 80, path: '/', scheme: 'HTTP' },
              timeoutSeconds: 1,
              periodSeconds: 10,
              successThreshold: 1,
              failureThreshold: 3,
            },
            readinessProbe: {
              grpc: { port: 90, service: '' },
              timeoutSeconds: 1,
              periodSeconds: 3,
              successThreshold: 1,
              failureThreshold: 3,
            },
            lifecycle: { preStop: { httpGet: { port: 80, path: '/bye', scheme: 'HTTP' } } },
            imagePullPolicy: 'Always',
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
          },
        ],
        hostNetwork: true,
        serviceAccount: 'robot',
        serviceAccountName: 'robot',
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
      },
    });
  });

  test('every volume gets what its source lacks', () => {
    const volumes = [
      { name: 'none' },
      { name: 'config', configMap: { name: 'm' } },
      { name: 'secret', secret: { secretName: 's', defaultMode: 0 } },
      { name: 'host', hostPath: { path: '/x' } },
      { name: 'all', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
      { name: 'down', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name' } }] } },
    ];
    expect(defaultPodTemplate(template({ volumes })).spec.volumes).toEqual([
      { name: 'none', emptyDir: {} },
      { name: 'config', configMap: { name: 'm', defaultMode: 420 } },
      { name: 'secret', secret: { secretName: 's', defaultMode: 0 } },
      { name: 'host', hostPath: { path: '/x', type: '' } },
      {
        name: 'all',
        projected: {
          sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }],
          defaultMode: 420,
        },
      },
      {
        name: 'down',
        downwardAPI: {
          items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name', apiVersion: 'v1' } }],
          defaultMode: 420,
        },
      },
    ]);
  });

  test('a template that has all defaults comes back as it is', () => {
    const defaulted = defaultPodTemplate(template({ volumes: [{ name: 'v' }] }));
    expect(defaultPodTemplate(defaulted)).toBe(defaulted);
  });

  test('fields whose feature is off are dropped', () => {
    const given = template({ resources: { limits: { cpu: '1' } }, resourceClaims: [{ name: 'x' }] });
    expect(Object.keys(defaultPodTemplate(given).spec)).not.toContain('resources');
    expect(Object.keys(defaultPodTemplate(given).spec)).not.toContain('resourceClaims');
  });
});

test.each([
  ['nginx', 'latest'],
  ['nginx:latest', 'latest'],
  ['nginx:1.25', '1.25'],
  ['registry.example.com:5000/a/b', 'latest'],
  ['registry.example.com:5000/a/b:v1', 'v1'],
  [`nginx@sha256:${'a'.repeat(64)}`, ''],
  [`nginx:1@sha256:${'a'.repeat(64)}`, '1'],
  ['Nginx', ''],
  ['', ''],
])('the tag of %s is "%s"', (image, tag) => {
  expect(imageTag(image)).toBe(tag);
});

test('faults are told below the template', () => {
  const given = defaultPodTemplate(template({ restartPolicy: 'Sometimes' }, { labels: { 'a b': 'x' } }));
  expect(validatePodTemplate(given, 'spec.template').map(fieldErrorText)).toEqual([
    expect.stringMatching(/^spec\.template\.labels: Invalid value: "a b": name part must consist of/),
    'spec.template.spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
  ]);
});

describe('warnings', () => {
  test('a variable that hides another', () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
      { name: 'A', value: '$(A)3' },
    ];
    expect(warnings({ containers: [{ name: 'c', env }] })).toEqual([
      'spec.template.spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
    ]);
  });

  test('ports that are told twice', () => {
    const ports = [{ containerPort: 80, protocol: 'TCP', name: 'web' }];
    expect(
      warnings({
        containers: [
          { name: 'a', ports },
          { name: 'b', ports },
        ],
      }),
    ).toEqual([
      'spec.template.spec.containers[1].ports[0]: duplicate port definition with spec.template.spec.containers[0].ports[0]',
      'spec.template.spec.containers[1].ports[0]: duplicate port name "web" with spec.template.spec.containers[0].ports[0], services and probes that select ports by name will use spec.template.spec.containers[0].ports[0]',
    ]);
  });

  test('labels and annotations of old', () => {
    const spec = { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } };
    expect(warnings(spec, { annotations: { 'scheduler.alpha.kubernetes.io/critical-pod': '' } })).toEqual([
      'spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
      'spec.template.metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
    ]);
  });

  test('files of a volume that hide each other', () => {
    const items = [
      { key: 'a', path: 'p' },
      { key: 'b', path: 'p/q' },
    ];
    expect(warnings({ volumes: [{ name: 'v', configMap: { name: 'm', items } }] })).toEqual([
      'volume "v" (ConfigMap "m"): overlapping paths: "p/q" with "p"',
    ]);
  });
});
