import { describe, expect, test } from 'vitest';
import { created, defaulted, faultsOf, updateFaults } from './support.ts';

const HEADS: Readonly<Record<string, string>> = {
  Ingress: 'networking.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  ResourceQuota: 'v1',
  LimitRange: 'v1',
  ReplicationController: 'v1',
  RuntimeClass: 'node.k8s.io/v1',
};
const manifest = (kind: string, body: string): string =>
  `{ apiVersion: ${HEADS[kind]}, kind: ${kind}, metadata: { name: one }, ${body} }`;
const told = (kind: string, body: string): readonly string[] => faultsOf(created(manifest(kind, body)));
const toldOfChange = (kind: string, body: string, before: string): readonly string[] =>
  updateFaults(created(manifest(kind, body)), created(manifest(kind, before)));
const specOf = (kind: string, body: string) => defaulted(manifest(kind, body)).spec;

describe('defaults', () => {
  test('a network policy is about what it has rules for, ports are TCP', () => {
    expect(specOf('NetworkPolicy', 'spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] }')).toEqual(
      {
        podSelector: {},
        egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
        policyTypes: ['Ingress', 'Egress'],
      },
    );
  });

  test('users and groups are of the group that knows them', () => {
    const binding = 'roleRef: { kind: Role, name: r }, subjects: [{ kind: User, name: u }]';
    const { roleRef, subjects } = defaulted(manifest('RoleBinding', binding));
    expect([roleRef.apiGroup, subjects[0].apiGroup]).toEqual([
      'rbac.authorization.k8s.io',
      'rbac.authorization.k8s.io',
    ]);
  });

  test('an autoscaler looks at processors', () => {
    const spec = 'spec: { maxReplicas: 3, scaleTargetRef: { kind: Deployment, name: web } }';
    const { minReplicas, metrics } = specOf('HorizontalPodAutoscaler', spec);
    expect([minReplicas, metrics[0].resource.target.averageUtilization]).toEqual([1, 80]);
  });

  test('a replication controller selects by the labels of its template', () => {
    const template = '{ metadata: { labels: { a: b } }, spec: { containers: [{ name: c, image: i }] } }';
    const { metadata, spec } = defaulted(
      manifest('ReplicationController', `spec: { template: ${template} }`),
    );
    expect([metadata.labels, spec.selector, spec.replicas]).toEqual([{ a: 'b' }, { a: 'b' }, 1]);
  });

  test('the limit of a container is the most it may ask for', () => {
    const { limits } = specOf('LimitRange', 'spec: { limits: [{ type: Container, max: { cpu: "1" } }] }');
    expect(limits).toEqual([
      { type: 'Container', max: { cpu: '1' }, default: { cpu: '1' }, defaultRequest: { cpu: '1' } },
    ]);
  });
});

describe('what is refused', () => {
  const backend = 'backend: { service: { name: web, port: { number: 80 } } }';
  const rule = (path: string): string => `spec: { rules: [{ http: { paths: [{ ${path} }] } }] }`;

  test.each([
    [
      'Ingress',
      rule(`path: a, pathType: Prefix, ${backend}`),
      ['spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path'],
    ],
    [
      'Ingress',
      rule(backend),
      ['spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified'],
    ],
    [
      'Ingress',
      rule('path: /, pathType: Prefix, backend: { service: { name: web } }'),
      ['spec.rules[0].http.paths[0].backend: Required value: port name or number is required'],
    ],
    [
      'IngressClass',
      'spec: { controller: nginx }',
      ['spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    [
      'IngressClass',
      'spec: { controller: acme.io/f?o }',
      [
        `spec.controller: Invalid value: "f?o": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')`,
      ],
    ],
    [
      'NetworkPolicy',
      'spec: { podSelector: {}, ingress: [{ from: [{}] }] }',
      ['spec.ingress[0].from[0]: Required value: must specify a peer'],
    ],
    [
      'NetworkPolicy',
      'spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] } }] }] }',
      [
        'spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`',
      ],
    ],
    [
      'Role',
      'rules: [{ verbs: [get], nonResourceURLs: [/healthz] }]',
      [
        'rules[0].nonResourceURLs: Invalid value: []string{"/healthz"}: namespaced rules cannot apply to non-resource URLs',
      ],
    ],
    [
      'Role',
      'rules: [{}]',
      [
        'rules[0].verbs: Required value: verbs must contain at least one value',
        'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
        'rules[0].resources: Required value: resource rules must supply at least one resource',
      ],
    ],
    [
      'ClusterRoleBinding',
      'roleRef: { kind: Role, name: r }, subjects: [{ kind: ServiceAccount, name: s }]',
      [
        'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
        'subjects[0].namespace: Required value',
      ],
    ],
    [
      'HorizontalPodAutoscaler',
      'spec: { minReplicas: 2, maxReplicas: 1, scaleTargetRef: { kind: Deployment } }',
      [
        'spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`',
        'spec.scaleTargetRef.name: Required value',
      ],
    ],
    [
      'ResourceQuota',
      'spec: { hard: { gpus: "1" } }',
      [
        'spec.hard[gpus]: Invalid value: "gpus": must be a standard resource type or fully qualified',
        'spec.hard[gpus]: Invalid value: "gpus": must be a standard resource for quota',
      ],
    ],
  ])('%s %s', (kind, body, faults) => {
    expect(told(kind, body)).toEqual(faults);
  });
});

describe('what never changes', () => {
  test.each([
    [
      'RoleBinding',
      'roleRef: { kind: Role, name: b }',
      'roleRef: { kind: Role, name: a }',
      'roleRef: Invalid value: rbac.RoleRef{APIGroup:"rbac.authorization.k8s.io", Kind:"Role", Name:"b"}: cannot change roleRef',
    ],
    [
      'IngressClass',
      'spec: { controller: acme.io/b }',
      'spec: { controller: acme.io/a }',
      'spec.controller: Invalid value: "acme.io/b": field is immutable',
    ],
    [
      'ResourceQuota',
      'spec: { scopes: [BestEffort] }',
      'spec: {}',
      'spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort"}: field is immutable',
    ],
    ['RuntimeClass', 'handler: b', 'handler: a', 'handler: Invalid value: "b": field is immutable'],
  ])('%s %s', (kind, body, before, fault) => {
    expect(toldOfChange(kind, body, before)).toEqual([fault]);
  });
});
