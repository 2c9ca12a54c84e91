import { describe, expect, test } from 'vitest';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { Service } from '../../../src/kinds/core/service/kind.ts';
import { EndpointSlice } from '../../../src/kinds/discovery/endpointslice/kind.ts';
import { erased } from '../../../src/kinds/kind.ts';
import { sender } from '../../support/requests.ts';
import { deployment, type Made, pod, STEADY, service, WholeCluster } from '../../support/whole-cluster.ts';

const slices = (whole: WholeCluster, name: string) =>
  whole.client.list(EndpointSlice, {
    namespace: 'default',
    labels: { matchLabels: { 'kubernetes.io/service-name': name } },
  });
const endpoints = (whole: WholeCluster, name: string) =>
  slices(whole, name).flatMap((slice) => slice.endpoints ?? []);
const made = (name: string, spec: object): Made => ({
  kind: erased(Service),
  metadata: { namespace: 'default', name },
  ...({ spec } as object),
});

describe('SP-16 endpoints of a pod that ends slowly', () => {
  test('it is terminating and still serves, then it is gone', () => {
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(
      {
        ...pod('web'),
        metadata: {
          namespace: 'default',
          name: 'web',
          labels: { app: 'web' },
          annotations: { 'sim.local/behaviour': 'ignores SIGTERM' },
        },
      },
      service('web'),
    );
    whole.pass(10);
    sender(whole)('DELETE', '/api/v1/namespaces/default/pods/web');
    expect(endpoints(whole, 'web').map(({ conditions }) => conditions)).toEqual([
      { ready: false, serving: true, terminating: true },
    ]);
    whole.pass(32);
    expect(endpoints(whole, 'web')).toEqual([]);
    expect(slices(whole, 'web')).toHaveLength(1);
  });
});

describe('EndpointSlices', () => {
  test('P-8: 250 pods are three slices; one pod more or less changes a single one', () => {
    const whole = new WholeCluster({ kubelet: 'fast', pods: 300 });
    whole.create(service('web'), deployment('web', 250));
    whole.pass(2);
    const before = new Map(
      slices(whole, 'web').map((slice) => [slice.metadata.name, slice.metadata.resourceVersion]),
    );
    expect([...slices(whole, 'web')].map((slice) => slice.endpoints?.length).sort()).toEqual([100, 100, 50]);
    sender(whole)(
      'PATCH',
      '/apis/apps/v1/namespaces/default/deployments/web',
      { spec: { replicas: 251 } },
      { contentType: 'application/merge-patch+json' },
    );
    whole.pass(2);
    const after = slices(whole, 'web');
    expect(
      after.filter(({ metadata }) => before.get(metadata.name) !== metadata.resourceVersion),
    ).toHaveLength(1);
    expect(after.map((slice) => slice.endpoints?.length).sort()).toEqual([100, 100, 51]);
  });

  test('PreferClose hints each ready endpoint for its own zone', () => {
    const whole = new WholeCluster({ kubelet: 'fast' });
    for (const name of ['worker-1', 'worker-2']) {
      const node = whole.client.get(Node, { namespace: '', name });
      const labels = { ...node.metadata.labels, 'topology.kubernetes.io/zone': `zone-of-${name}` };
      whole.client.update(Node, { ...node, metadata: { ...node.metadata, labels } });
    }
    whole.create(
      made('web', {
        selector: { app: 'web' },
        trafficDistribution: 'PreferClose',
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      }),
      deployment('web', 4),
    );
    whole.pass(2);
    const told = endpoints(whole, 'web').map(({ nodeName, zone, hints }) => [nodeName, zone, hints]);
    expect(told).toHaveLength(4);
    for (const [nodeName, zone, hints] of told) {
      expect(zone).toBe(`zone-of-${nodeName}`);
      expect(hints).toEqual({ forZones: [{ name: zone }] });
    }
  });

  test('publishNotReadyAddresses: who is not ready counts as ready, and does not serve', () => {
    const whole = new WholeCluster({ durations: STEADY });
    const readinessProbe = { httpGet: { path: '/', port: 80 } };
    const never = {
      ...pod('web', { containers: [{ name: 'web', image: 'nginx:1.27', readinessProbe }] }),
      metadata: {
        namespace: 'default',
        name: 'web',
        labels: { app: 'web' },
        annotations: { 'sim.local/behaviour': 'never ready' },
      },
    };
    whole.create(
      made('web', { clusterIP: 'None', publishNotReadyAddresses: true, selector: { app: 'web' } }),
      never,
    );
    whole.pass(5);
    expect(endpoints(whole, 'web').map(({ conditions }) => conditions)).toEqual([
      { ready: true, serving: false, terminating: false },
    ]);
  });
});
