import { expect, test } from 'vitest';
import type { Container } from '../../../src/kinds/core/pod/types.ts';
import { Secret } from '../../../src/kinds/core/secret/kind.ts';
import { pod, WholeCluster } from '../../support/whole-cluster.ts';

const NAMESPACE = { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } };

/** The Secrets that a task has left, with their types and keys. */
function left(container: Omit<Container, 'name'>): readonly string[] {
  const whole = new WholeCluster();
  const own = { name: 'c', env: [NAMESPACE], ...container };
  whole.create(pod('task', { restartPolicy: 'Never', containers: [own] }));
  whole.pass(30);
  return whole.client
    .list(Secret, { namespace: 'default' })
    .map(({ metadata, type, data }) => `${metadata.name} ${type} ${Object.keys(data ?? {}).sort()}`);
}

test('the certificates of an admission webhook', () => {
  const args = ['create', '--host=hook.default.svc', '--namespace=$(NAMESPACE)', '--secret-name=hook'];
  const image = 'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.6.0';
  expect(left({ image, args })).toEqual(['hook Opaque ca,cert,key']);
});

test('the certificates of Contour and Envoy', () => {
  const command = ['contour', 'certgen', '--kube', '--namespace=$(NAMESPACE)'];
  expect(left({ image: 'ghcr.io/projectcontour/contour:v1.30.0', command })).toEqual([
    'contourcert kubernetes.io/tls ca.crt,tls.crt,tls.key',
    'envoycert kubernetes.io/tls ca.crt,tls.crt,tls.key',
  ]);
});

test('nothing is left by who does something else', () => {
  const image = 'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.6.0';
  expect(left({ image, args: ['patch', '--secret-name=hook'] })).toEqual([]);
});
