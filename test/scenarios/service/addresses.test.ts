import { beforeAll, describe, expect, test } from 'vitest';
import { IPAddress } from '../../../src/kinds/networking/ipaddress/kind.ts';
import { sender } from '../../support/requests.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

type Answer = {
  readonly spec: { readonly clusterIP?: string; readonly ports: readonly { readonly nodePort?: number }[] };
};

let send: ReturnType<typeof sender>;
beforeAll(() => {
  send = sender(new WholeCluster({ kubelet: 'fast' }));
  send('POST', '/api/v1/namespaces', { metadata: { name: 'other' } });
});

const make = (name: string, spec: object, namespace = 'default') =>
  send('POST', `/api/v1/namespaces/${namespace}/services`, { metadata: { name }, spec });
const port = (own: object = {}) => [{ port: 80, ...own }];

describe('SP-56 node ports', () => {
  test('a second service that asks for the same port is refused, in any namespace', () => {
    make('a', { type: 'NodePort', ports: port({ nodePort: 30080 }) });
    expect(make('b', { type: 'NodePort', ports: port({ nodePort: 30080 }) }, 'other')).toBe(
      'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    );
  });

  test('a port out of the range is refused', () => {
    expect(make('b', { type: 'NodePort', ports: port({ nodePort: 20000 }) })).toBe(
      'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 20000: provided port is not in the valid range. The range of valid ports is 30000-32767',
    );
  });

  test('the port is free again once its service is of another type', () => {
    send(
      'PATCH',
      '/api/v1/namespaces/default/services/a',
      { spec: { type: 'ClusterIP' } },
      { contentType: 'application/merge-patch+json' },
    );
    const { spec } = make('c', { type: 'NodePort', ports: port({ nodePort: 30080 }) }) as Answer;
    expect(spec.ports[0]?.nodePort).toBe(30080);
  });

  test('P-3: one that is drawn leaves the first 86 alone; TCP and UDP of one port share it', () => {
    const ports = [
      { name: 'a', port: 53 },
      { name: 'b', port: 53, protocol: 'UDP' },
    ];
    const { spec } = make('dns', { type: 'NodePort', ports }) as Answer;
    const [tcp, udp] = spec.ports.map(({ nodePort = 0 }) => nodePort);
    expect(tcp).toBe(udp);
    expect(tcp).toBeGreaterThanOrEqual(30086);
  });
});

describe('P-2: cluster IPs', () => {
  test('one that another has is refused', () => {
    make('d', { clusterIP: '10.96.0.77', ports: port() });
    expect(make('e', { clusterIP: '10.96.0.77', ports: port() })).toBe(
      'Service "e" is invalid: spec.clusterIPs: Invalid value: []string{"10.96.0.77"}: failed to allocate IP 10.96.0.77: provided IP is already allocated',
    );
  });

  test('one out of the range is refused', () => {
    expect(make('e', { clusterIP: '1.2.3.4', ports: port() })).toBe(
      'Service "e" is invalid: spec.clusterIPs: Invalid value: []string{"1.2.3.4"}: failed to allocate IP 1.2.3.4: the provided IP (1.2.3.4) is not in the valid range. The range of valid IPs is 10.96.0.0/16',
    );
  });

  test("an external IP that looks like one is nobody's cluster IP", () => {
    make('f', { externalIPs: ['10.96.0.78'], ports: port() });
    const { spec } = make('g', { clusterIP: '10.96.0.78', ports: port() }) as Answer;
    expect(spec.clusterIP).toBe('10.96.0.78');
  });
});

describe('an IPAddress stands for each cluster IP', () => {
  const whole = new WholeCluster({ kubelet: 'fast' });
  const ask = sender(whole);
  const AT = '/api/v1/namespaces/default/services';
  const IPS = '/apis/networking.k8s.io/v1/ipaddresses';
  const held = () => {
    whole.settle();
    return whole.client
      .list(IPAddress)
      .map(({ metadata, spec }) => `${metadata.name} ${spec?.parentRef?.namespace}/${spec?.parentRef?.name}`);
  };
  const add = (name: string, clusterIP: string) =>
    ask('POST', AT, { metadata: { name }, spec: { clusterIP, ports: [{ port: 80 }] } });

  test('from the first one on; a headless Service has none', () => {
    add('web', '10.96.0.80');
    add('headless', 'None');
    expect(held()).toEqual(['10.96.0.1 default/kubernetes', '10.96.0.80 default/web']);
  });
  test('one that is deleted comes back', () => {
    ask('DELETE', `${IPS}/10.96.0.80`);
    expect(held()).toEqual(['10.96.0.1 default/kubernetes', '10.96.0.80 default/web']);
  });
  test('it goes with its Service', () => {
    ask('DELETE', `${AT}/web`);
    expect(held()).toEqual(['10.96.0.1 default/kubernetes']);
  });
  test('an address that somebody else keeps is not given away', () => {
    const parentRef = { group: 'example.com', resource: 'gateways', name: 'front' };
    ask('POST', IPS, { metadata: { name: '10.96.0.81' }, spec: { parentRef } });
    expect(add('late', '10.96.0.81')).toBe(
      'Service "late" is invalid: spec.clusterIPs: Invalid value: []string{"10.96.0.81"}: failed to allocate IP 10.96.0.81: provided IP is already allocated',
    );
  });
});
