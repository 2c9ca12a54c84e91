import { expect, test } from 'vitest';
import type { ServiceSpec } from '../../../../src/kinds/core/service/types.ts';
import { type Sent, sender } from '../../../support/requests.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const SERVICES = '/api/v1/namespaces/default/services';

const house = () => {
  const send = sender(new WholeCluster());
  const create = (name: string, spec: Partial<ServiceSpec>, sent?: Sent) =>
    send('POST', SERVICES, { metadata: { name }, spec }, sent) as { readonly spec: ServiceSpec };
  return { send, create };
};
const nodePorts = ({ spec }: { readonly spec: ServiceSpec }) => spec.ports?.map(({ nodePort }) => nodePort);
const port = (number: number, more: object = {}) => ({ port: number, name: `p${number}`, ...more }) as never;

test('a dry run shows the address of the range and ports behind 32768, and takes nothing', () => {
  const { create } = house();
  const spec = {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    ports: [port(80), port(443)],
  } as const;
  const shown = create('web', spec, { dryRun: true });
  expect(shown.spec.clusterIP).toBe('10.96.0.0');
  expect(nodePorts(shown)).toEqual([32_769, 32_770]);
  expect(shown.spec.healthCheckNodePort).toBe(32_771);
  expect(nodePorts(create('web', { type: 'NodePort', ports: [port(80)] }))?.[0]).toBeLessThan(32_768);
});
test('TCP and UDP of one port share one port of the nodes', () => {
  const { create } = house();
  const dns = [
    { port: 53, name: 'dns', protocol: 'UDP' },
    { port: 53, name: 'dns-tcp', protocol: 'TCP' },
  ] as never;
  const [udp, tcp] = nodePorts(create('dns', { type: 'NodePort', ports: dns })) ?? [];
  expect(udp).toBe(tcp);
});
test('P-3: a port that another service holds, or beyond the range, is refused', () => {
  const { create } = house();
  create('a', { type: 'NodePort', ports: [port(80, { nodePort: 30_080 })] });
  expect(create('b', { type: 'NodePort', ports: [port(80, { nodePort: 30_080, protocol: 'UDP' })] })).toBe(
    'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
  );
  expect(create('c', { type: 'NodePort', ports: [port(80, { nodePort: 80 })] })).toBe(
    'Service "c" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
  );
});
test('a Service keeps its address: another one, even beyond the range, is an invalid change', () => {
  const { create, send } = house();
  const web = create('web', { ports: [port(80)] });
  const { clusterIP: _, clusterIPs: __, ...rest } = web.spec;
  const spec = { ...rest, clusterIP: '10.0.0.12' };
  expect(send('PUT', `${SERVICES}/web`, { ...web, spec })).toBe(
    'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: []string{"10.0.0.12"}: may not change once set',
  );
});
