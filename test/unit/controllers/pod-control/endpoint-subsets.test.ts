import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repacked } from '../../../../src/controllers/pod-control/endpoint-subsets.ts';
import type { EndpointSubset } from '../../../../src/kinds/core/endpoints/types.ts';
import { loadTypes } from '../../../../src/kinds/schema/source.ts';

loadTypes(() => readFileSync(`${import.meta.dirname}/../../../../src/kinds/schema/types.json`, 'utf8'));

const tcp = (port: number, name: string) => ({ name, port, protocol: 'TCP' as const });
const ips = (...all: readonly string[]) => all.map((ip) => ({ ip }));

// As a real cluster listed them: `10.244.3.11:9090,10.244.3.11:5672`.
test.each([
  [tcp(8080, 'grpc'), tcp(8801, 'prom'), [8801, 8080]],
  [tcp(9898, 'http'), tcp(9999, 'grpc'), [9999, 9898]],
  [tcp(5672, 'rabbitmq'), tcp(9090, 'exporter'), [9090, 5672]],
  [tcp(80, 'http'), tcp(443, 'https'), [443, 80]],
  [tcp(8080, 'http-metrics'), tcp(8081, 'telemetry'), [8081, 8080]],
])('%j and %j stand in the order of their digests', (one, other, order) => {
  const [subset] = repacked([{ addresses: ips('10.0.0.1'), ports: [one, other] }]);
  expect(subset?.ports?.map(({ port }) => port)).toEqual(order);
});

test('addresses that serve the same ports share a subset, by the letters of the address', () => {
  const ports = [tcp(80, 'web')];
  expect(
    repacked([
      { addresses: ips('10.0.0.9'), ports },
      { addresses: ips('10.0.0.10'), ports },
      { notReadyAddresses: ips('10.0.0.2'), ports },
    ]),
  ).toEqual([{ addresses: ips('10.0.0.10', '10.0.0.9'), notReadyAddresses: ips('10.0.0.2'), ports }]);
});

test('a port that not all serve has a subset of its own', () => {
  const [web, metrics] = [tcp(80, 'web'), tcp(9100, 'metrics')];
  const packed = repacked([
    { addresses: ips('10.0.0.1'), ports: [web, metrics] },
    { addresses: ips('10.0.0.2'), ports: [web] },
  ]);
  const byPort = (subset: EndpointSubset) => subset.ports?.[0]?.port ?? 0;
  expect(packed.toSorted((a, b) => byPort(a) - byPort(b))).toEqual([
    { addresses: ips('10.0.0.1', '10.0.0.2'), ports: [web] },
    { addresses: ips('10.0.0.1'), ports: [metrics] },
  ]);
});

test('an address that is said to be ready and not ready is not ready', () => {
  const ports = [tcp(80, 'web')];
  expect(repacked([{ addresses: ips('10.0.0.1'), notReadyAddresses: ips('10.0.0.1'), ports }])).toEqual([
    { notReadyAddresses: ips('10.0.0.1'), ports },
  ]);
});

test('addresses may stand without ports', () => {
  expect(repacked([{ addresses: ips('10.0.0.1') }])).toEqual([{ addresses: ips('10.0.0.1') }]);
});
