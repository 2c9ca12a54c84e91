import { expect, test } from 'vitest';
import { sender } from '../../../support/requests.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const PATH = '/apis/apiregistration.k8s.io/v1/apiservices';
const NAME = 'v1beta1.metrics.k8s.io';

interface Read {
  readonly status: { readonly conditions: readonly { readonly reason: string; readonly message: string }[] };
}

function cluster() {
  const whole = new WholeCluster();
  const send = sender(whole);
  const post = (path: string, body: object): unknown => send('POST', path, body);
  post(PATH, {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: NAME },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      service: { namespace: 'default', name: 'metrics' },
      groupPriorityMinimum: 100,
      versionPriority: 100,
    },
  });
  const told = (): string => {
    const [condition] = (send('GET', `${PATH}/${NAME}`) as Read).status.conditions;
    return `${condition?.reason}: ${condition?.message}`;
  };
  const service = (port: number) =>
    post('/api/v1/namespaces/default/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'metrics' },
      spec: { ports: [{ port, targetPort: 4443 }], clusterIP: 'None' },
    });
  const endpoints = () =>
    post('/api/v1/namespaces/default/endpoints', {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'metrics' },
      subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 4443 }] }],
    });
  return { told, service, endpoints };
}

test('an APIService without its Service cannot be reached', () => {
  expect(cluster().told()).toBe('ServiceNotFound: service/metrics in "default" is not present');
});

test('a Service has to listen on the port', () => {
  const { told, service } = cluster();
  service(80);
  expect(told()).toBe('ServicePortError: service/metrics in "default" is not listening on port 443');
});

test('and there is no program behind its address', () => {
  const { told, service, endpoints } = cluster();
  service(443);
  expect(told()).toBe('EndpointsNotFound: cannot find endpoints for service/metrics in "default"');
  endpoints();
  expect(told()).toMatch(
    /^FailedDiscoveryCheck: failing or missing response from https:\/\/10\.1\.2\.3:4443\/apis\/metrics\.k8s\.io\/v1beta1: /,
  );
});
