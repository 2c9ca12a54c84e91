import { expect, test } from 'vitest';
import { formerVersions } from '../../../../src/kinds/former/index.ts';
import type { Fields } from '../../../../src/machinery/json.ts';

function renewed(object: Fields): Fields {
  const former = formerVersions.find(
    ({ apiVersion, kind }) => apiVersion === object['apiVersion'] && kind.kind === object['kind'],
  );
  if (former === undefined) throw new Error(`nothing is known of ${object['apiVersion']} ${object['kind']}`);
  const { apiVersion: _, kind: __, ...rest } = former.renewed(object);
  return rest;
}

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [] } };
const selector = { matchLabels: { app: 'web' } };
const labelled = { labels: { app: 'web' } };

test('extensions/v1beta1 Deployment: one pod at a time, no limit of history, no deadline, labels of the template', () => {
  expect(renewed({ apiVersion: 'extensions/v1beta1', kind: 'Deployment', spec: { template } })).toEqual({
    metadata: labelled,
    spec: {
      template,
      selector,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      progressDeadlineSeconds: 2147483647,
      revisionHistoryLimit: 2147483647,
    },
  });
});

test('what a manifest says is not filled in', () => {
  const spec = {
    template,
    selector: { matchLabels: { a: 'b' } },
    strategy: { type: 'Recreate' },
    progressDeadlineSeconds: 9,
    revisionHistoryLimit: 3,
  };
  const metadata = { labels: { c: 'd' } };
  expect(renewed({ apiVersion: 'extensions/v1beta1', kind: 'Deployment', metadata, spec })).toEqual({
    metadata,
    spec,
  });
});

test('a rollback that a Deployment asked for becomes an annotation', () => {
  const spec = { selector, template, revisionHistoryLimit: 2, rollbackTo: { revision: 3 } };
  expect(renewed({ apiVersion: 'apps/v1beta1', kind: 'Deployment', metadata: labelled, spec })).toEqual({
    metadata: { ...labelled, annotations: { 'deprecated.deployment.rollback.to': '3' } },
    spec: { selector, template, revisionHistoryLimit: 2 },
  });
});

test('apps/v1beta1 Deployment: two old ReplicaSets are kept', () => {
  expect(renewed({ apiVersion: 'apps/v1beta1', kind: 'Deployment', spec: { template } })).toEqual({
    metadata: labelled,
    spec: { template, selector, revisionHistoryLimit: 2 },
  });
});

test('apps/v1beta1 StatefulSet: pods are only replaced when somebody deletes them', () => {
  expect(renewed({ apiVersion: 'apps/v1beta1', kind: 'StatefulSet', spec: { template } })).toEqual({
    metadata: labelled,
    spec: { template, selector, updateStrategy: { type: 'OnDelete' } },
  });
});

test.each(['apps/v1beta2', 'apps/v1'])('%s DaemonSet: the count of templates is noted', (apiVersion) => {
  expect(renewed({ apiVersion, kind: 'DaemonSet', metadata: {}, spec: {} })).toEqual({
    metadata: { annotations: { 'deprecated.daemonset.template.generation': '0' } },
    spec: {},
  });
});

test('extensions/v1beta1 DaemonSet: OnDelete, and the count it had', () => {
  const spec = { template, templateGeneration: 4 };
  expect(renewed({ apiVersion: 'extensions/v1beta1', kind: 'DaemonSet', spec })).toEqual({
    metadata: { ...labelled, annotations: { 'deprecated.daemonset.template.generation': '4' } },
    spec: { template, selector, updateStrategy: { type: 'OnDelete' } },
  });
});

test('v1beta1 Ingress: a backend names its service, a path its type, the default backend is called so', () => {
  const spec = {
    backend: { serviceName: 'rest', servicePort: 80 },
    rules: [
      { host: 'a.b', http: { paths: [{ path: '/', backend: { serviceName: 'web', servicePort: 'http' } }] } },
    ],
  };
  expect(renewed({ apiVersion: 'networking.k8s.io/v1beta1', kind: 'Ingress', spec })).toEqual({
    spec: {
      defaultBackend: { service: { name: 'rest', port: { number: 80 } } },
      rules: [
        {
          host: 'a.b',
          http: {
            paths: [
              {
                path: '/',
                backend: { service: { name: 'web', port: { name: 'http' } } },
                pathType: 'ImplementationSpecific',
              },
            ],
          },
        },
      ],
    },
  });
});

test('autoscaling/v2beta1: a metric has a target', () => {
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 50 } }];
  const spec = { maxReplicas: 3, metrics };
  expect(renewed({ apiVersion: 'autoscaling/v2beta1', kind: 'HorizontalPodAutoscaler', spec })).toEqual({
    spec: {
      maxReplicas: 3,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
      ],
    },
  });
});

test('policy/v1beta1: an empty selector, which meant no pods, still selects none', () => {
  const key = 'pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match';
  const budget = (chosen: Fields): Fields =>
    renewed({ apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', spec: { selector: chosen } });
  expect(budget({})).toEqual({ spec: { selector: { matchExpressions: [{ key, operator: 'Exists' }] } } });
  expect(budget({ matchExpressions: [{ key, operator: 'DoesNotExist' }] })).toEqual({
    spec: { selector: { matchExpressions: [] } },
  });
  expect(budget(selector)).toEqual({ spec: { selector } });
});

test('admissionregistration v1beta1: webhooks that fail are passed over', () => {
  const webhooks = [{ name: 'a.b.c', timeoutSeconds: 5 }];
  const configuration = { apiVersion: 'admissionregistration.k8s.io/v1beta1', webhooks };
  expect(renewed({ ...configuration, kind: 'ValidatingWebhookConfiguration' })).toEqual({
    webhooks: [
      {
        name: 'a.b.c',
        timeoutSeconds: 5,
        failurePolicy: 'Ignore',
        matchPolicy: 'Exact',
        sideEffects: 'Unknown',
        admissionReviewVersions: ['v1beta1'],
      },
    ],
  });
});

test('rbac v1alpha1: subjects name a group instead of a version, and * is everybody who is known', () => {
  const apiVersion = 'rbac.authorization.k8s.io/v1alpha1';
  const subjects = [
    { kind: 'ServiceAccount', apiVersion: 'v1', name: 'a', namespace: 'b' },
    { kind: 'User', apiVersion, name: 'c' },
    { kind: 'User', apiVersion, name: '*' },
  ];
  expect(renewed({ apiVersion, kind: 'RoleBinding', subjects })).toEqual({
    subjects: [
      { kind: 'ServiceAccount', name: 'a', namespace: 'b' },
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'c' },
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:authenticated' },
    ],
  });
});

test('discovery v1beta1: the zone leaves the topology, and so does a hostname that the node bears', () => {
  const topology = {
    'topology.kubernetes.io/zone': 'z',
    'kubernetes.io/hostname': 'n',
    'topology.kubernetes.io/region': 'r',
  };
  const endpoints = [{ addresses: ['10.0.0.1'], nodeName: 'n', topology }];
  expect(renewed({ apiVersion: 'discovery.k8s.io/v1beta1', kind: 'EndpointSlice', endpoints })).toEqual({
    endpoints: [
      {
        addresses: ['10.0.0.1'],
        nodeName: 'n',
        zone: 'z',
        deprecatedTopology: { 'topology.kubernetes.io/region': 'r' },
      },
    ],
  });
});

test('node v1alpha1: what a RuntimeClass says stands at its top', () => {
  const spec = { runtimeHandler: 'kata' };
  expect(renewed({ apiVersion: 'node.k8s.io/v1alpha1', kind: 'RuntimeClass', spec })).toEqual({
    handler: 'kata',
    overhead: undefined,
    scheduling: undefined,
  });
});
