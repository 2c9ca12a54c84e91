import { expect, test } from 'vitest';
import { sender } from '../../support/requests.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const send = sender(new WholeCluster());
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

test.each([
  [
    'a kind nobody knows in that version',
    { apiVersion: 'apps/v1', kind: 'Pod' },
    'Pod in version "v1" cannot be handled as a Deployment: no kind "Pod" is registered for version "apps/v1" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"',
  ],
  [
    'another kind',
    { apiVersion: 'v1', kind: 'Pod' },
    'Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion',
  ],
  [
    'another version',
    { apiVersion: 'apps/v1beta1', kind: 'Deployment' },
    'the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)',
  ],
  [
    'no object at all',
    'text',
    'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go value of type v1.Deployment',
  ],
])('a body that is %s is refused', (_what, body, message) => {
  expect(send('POST', DEPLOYMENTS, body)).toBe(message);
});
test('a scale that does not fit into 32 bits is refused', () => {
  send('POST', DEPLOYMENTS, {
    metadata: { name: 'd' },
    spec: {
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  });
  expect(send('PUT', `${DEPLOYMENTS}/d/scale`, { spec: { replicas: 2147483648 } })).toBe(
    'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal number 2147483648 into Go struct field ScaleSpec.spec.replicas of type int32',
  );
});
test('finalizers of a namespace that are no names are refused', () => {
  const answer = send('PUT', '/api/v1/namespaces/default/finalize', {
    metadata: { name: 'default' },
    spec: { finalizers: ['mine'] },
  });
  expect(answer).toBe(
    'Namespace "default" is invalid: spec.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
  );
});
