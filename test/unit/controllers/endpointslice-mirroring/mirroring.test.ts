import { expect, test } from 'vitest';
import { endpoints } from '../../../../src/controllers/endpoints/controller.ts';
import { endpointSliceMirroring } from '../../../../src/controllers/endpointslice-mirroring/controller.ts';
import { Endpoints } from '../../../../src/kinds/core/endpoints/kind.ts';
import type { EndpointSubset } from '../../../../src/kinds/core/endpoints/types.ts';
import { Service } from '../../../../src/kinds/core/service/kind.ts';
import { EndpointSlice } from '../../../../src/kinds/discovery/endpointslice/kind.ts';
import { smallCluster } from '../../../support/small-cluster.ts';

const ref = { namespace: 'default', name: 'ext' };
const ports = [{ name: 'sql', port: 3306, protocol: 'TCP' as const }];
const one: readonly EndpointSubset[] = [{ addresses: [{ ip: '192.0.2.10' }], ports }];

function mirrored(subsets: readonly EndpointSubset[], selector?: Readonly<Record<string, string>>) {
  const { cluster, client } = smallCluster(() => [endpoints, endpointSliceMirroring]);
  const spec = { ports: [{ name: 'sql', port: 3306 }], ...(selector === undefined ? {} : { selector }) };
  cluster.api.handle({
    method: 'POST',
    path: '/api/v1/namespaces/default/services',
    query: [],
    body: { metadata: { name: 'ext' }, spec },
  } as never);
  if (selector === undefined)
    client.create(Endpoints, {
      metadata: { ...ref, labels: { team: 'db' }, annotations: { note: 'by hand' } },
      subsets,
    });
  cluster.settle();
  const slices = () => client.list(EndpointSlice, { namespace: 'default' });
  return { cluster, client, slices };
}

test('Endpoints made by hand for a Service without a selector become a slice that they own', () => {
  const { client, slices } = mirrored(one);
  expect(
    slices().map(({ metadata, ...rest }) => ({
      ...rest,
      labels: metadata.labels,
      annotations: metadata.annotations,
    })),
  ).toEqual([
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      addressType: 'IPv4',
      endpoints: [{ addresses: ['192.0.2.10'], conditions: { ready: true } }],
      ports,
      labels: {
        'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        'kubernetes.io/service-name': 'ext',
        team: 'db',
      },
      annotations: { note: 'by hand' },
    },
  ]);
  expect(slices()[0]?.metadata.ownerReferences?.[0]?.uid).toBe(client.get(Endpoints, ref).metadata.uid);
});

test('a change of addresses is a change of the same slice', () => {
  const { cluster, client, slices } = mirrored(one);
  const [before] = slices();
  client.update(Endpoints, {
    ...client.get(Endpoints, ref),
    subsets: [{ notReadyAddresses: [{ ip: '192.0.2.11' }], ports }],
  });
  cluster.settle();
  expect(slices().map(({ metadata, endpoints: all }) => [metadata.name, all])).toEqual([
    [before?.metadata.name, [{ addresses: ['192.0.2.11'], conditions: { ready: false } }]],
  ]);
});

test('each family of addresses has a slice', () => {
  const { slices } = mirrored([{ addresses: [{ ip: '192.0.2.10' }, { ip: '2001:db8::1' }], ports }]);
  expect(
    slices()
      .map(({ addressType }) => addressType)
      .toSorted(),
  ).toEqual(['IPv4', 'IPv6']);
});

test('who says so is not mirrored', () => {
  const { cluster, client, slices } = mirrored(one);
  const current = client.get(Endpoints, ref);
  client.update(Endpoints, {
    ...current,
    metadata: { ...current.metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
  });
  cluster.settle();
  expect(slices()).toEqual([]);
});

test('with the Service its Endpoints go, and the slices', () => {
  const { cluster, client, slices } = mirrored(one);
  client.delete(Service, ref);
  cluster.settle();
  expect([client.find(Endpoints, ref), slices()]).toEqual([undefined, []]);
});

test('what selects pods is not mirrored', () => {
  expect(mirrored(one, { app: 'db' }).slices()).toEqual([]);
});
