import { expect, test } from 'vitest';
import { sender } from '../../support/requests.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const V1 = '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers';
const V2 = V1.replace('/v1/', '/v2/');

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const processor = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
};
const packets = {
  type: 'Pods',
  pods: { metric: { name: 'packets' }, target: { type: 'AverageValue', averageValue: '1k' } },
};

const send = () => sender(new WholeCluster());
const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';

interface Autoscaler {
  readonly apiVersion: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: object;
}

test('an autoscaler of the old version is stored as one of the new', () => {
  const ask = send();
  const spec = { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 50 };
  const made = ask('POST', V1, {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec,
  }) as Autoscaler;
  expect([made.apiVersion, made.spec]).toEqual(['autoscaling/v1', { ...spec, minReplicas: 1 }]);
  expect(ask('GET', `${V2}/web`)).toMatchObject({
    apiVersion: 'autoscaling/v2',
    spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 3, metrics: [processor] },
  });
});

test('what the old version has no field for travels in annotations, and back', () => {
  const ask = send();
  ask('POST', V2, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { scaleTargetRef, maxReplicas: 3, metrics: [processor, packets] },
  });
  const old = ask('GET', `${V1}/web`) as Autoscaler;
  expect(JSON.parse(old.metadata.annotations?.[METRICS] ?? '')).toEqual([
    { type: 'Pods', pods: { metricName: 'packets', targetAverageValue: '1k' } },
  ]);
  ask('PUT', `${V1}/web`, { ...old, spec: { ...old.spec, maxReplicas: 4 } });
  const now = ask('GET', `${V2}/web`) as Autoscaler;
  expect([now.metadata.annotations, now.spec]).toEqual([
    undefined,
    { scaleTargetRef, minReplicas: 1, maxReplicas: 4, metrics: [packets, processor] },
  ]);
});

test('lists and watches of a face show its version', () => {
  const whole = new WholeCluster();
  const ask = sender(whole);
  const seen: unknown[] = [];
  const path = '/apis/events.k8s.io/v1/namespaces/default/events';
  whole.cluster.api.watch(
    { method: 'GET', path, query: { watch: 'true', fieldSelector: 'metadata.name=e' }, accept: 'json' },
    ({ object }) => seen.push(object),
  );
  ask('POST', '/api/v1/namespaces/default/events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e' },
    involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' },
    message: 'hello',
  });
  const newer = { apiVersion: 'events.k8s.io/v1', note: 'hello', regarding: { name: 'web' } };
  expect(seen).toMatchObject([newer]);
  expect(ask('GET', `${path}/e`)).toMatchObject(newer);
});

test('who approves a certificate changes nothing but its conditions', () => {
  const ask = send();
  const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  const request = Buffer.from(
    '-----BEGIN CERTIFICATE REQUEST-----\nMII\n-----END CERTIFICATE REQUEST-----\n',
  );
  const made = ask('POST', path, {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'dev' },
    spec: {
      request: request.toString('base64'),
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
      username: 'somebody',
    },
  }) as { readonly spec: { readonly username: string } };
  expect(made.spec.username).toBe('kubernetes-admin');
  const condition = { type: 'Approved', status: 'True', reason: 'KubectlApprove' };
  const status = { conditions: [condition] };
  expect(ask('PUT', `${path}/dev`, { ...made, status })).toMatchObject({ status: {} });
  const approved = ask('PUT', `${path}/dev/approval`, {
    ...made,
    spec: { ...made.spec, usages: [] },
    status,
  });
  expect(approved).toMatchObject({ spec: { usages: ['client auth'] }, status: { conditions: [condition] } });
  expect(ask('PUT', `${path}/dev/approval`, { ...(approved as object), status: {} })).toBe(
    'CertificateSigningRequest.certificates.k8s.io "dev" is invalid: status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
  );
});
