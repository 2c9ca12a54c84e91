import { describe, expect, test } from 'vitest';
import { created, defaulted, faultsOf, kindOf, updateFaults } from '../support.ts';

const manifest = (spec: string): string =>
  `{ apiVersion: v1, kind: Service, metadata: { name: web }, spec: ${spec} }`;
const PORT = 'ports: [{ port: 80 }]';
const prepared = (object: ReturnType<typeof created>, before: ReturnType<typeof created>) =>
  kindOf(before).prepareForUpdate(object, before);

describe('defaults of a Service (P-1)', () => {
  test('ClusterIP: protocol, target port, affinity and traffic policy', () => {
    expect(defaulted(manifest(`{ ${PORT} }`)).spec).toEqual({
      type: 'ClusterIP',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
    });
  });

  test('ClientIP affinity lasts three hours', () => {
    const { sessionAffinityConfig } = defaulted(manifest(`{ sessionAffinity: ClientIP, ${PORT} }`)).spec;
    expect(sessionAffinityConfig).toEqual({ clientIP: { timeoutSeconds: 10_800 } });
  });

  test('a load balancer gets node ports and takes traffic from anywhere', () => {
    const { externalTrafficPolicy, allocateLoadBalancerNodePorts } = defaulted(
      manifest(`{ type: LoadBalancer, ${PORT} }`),
    ).spec;
    expect({ externalTrafficPolicy, allocateLoadBalancerNodePorts }).toEqual({
      externalTrafficPolicy: 'Cluster',
      allocateLoadBalancerNodePorts: true,
    });
  });

  test('ExternalName has no traffic policy', () => {
    expect(defaulted(manifest('{ type: ExternalName, externalName: a.example.com }')).spec).toEqual({
      type: 'ExternalName',
      externalName: 'a.example.com',
      sessionAffinity: 'None',
    });
  });
});

describe('address families of a new Service (P-1)', () => {
  const families = (spec: string) => {
    const { ipFamilies, ipFamilyPolicy, clusterIPs } = created(manifest(spec)).spec;
    return { ipFamilies, ipFamilyPolicy, clusterIPs };
  };

  test('one family, where nothing is said', () => {
    expect(families(`{ ${PORT} }`)).toEqual({ ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
  });

  test('clusterIPs follows clusterIP', () => {
    expect(families(`{ clusterIP: None, selector: { a: b }, ${PORT} }`)).toEqual({
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      clusterIPs: ['None'],
    });
  });

  test('headless without a selector counts as dual-stack', () => {
    expect(families(`{ clusterIP: None, ${PORT} }`)).toEqual({
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
      clusterIPs: ['None'],
    });
  });
});

describe('a Service is sent again (P-5)', () => {
  const before = (() => {
    const object = created(manifest(`{ type: NodePort, ${PORT} }`));
    const [port] = object.spec.ports;
    const spec = {
      ...object.spec,
      clusterIP: '10.96.0.9',
      clusterIPs: ['10.96.0.9'],
      ports: [{ ...port, nodePort: 30_100 }],
    };
    return { ...object, spec };
  })();
  const again = (spec: string) => prepared(created(manifest(spec)), before).spec;

  test('it keeps its address and its node port', () => {
    const { clusterIP, clusterIPs, ports } = again(`{ type: NodePort, ${PORT} }`);
    expect({ clusterIP, clusterIPs, ports }).toEqual({
      clusterIP: '10.96.0.9',
      clusterIPs: ['10.96.0.9'],
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80, nodePort: 30_100 }],
    });
  });

  test('as ClusterIP: node ports and external policy that were carried along go', () => {
    const changed = prepared({ ...before, spec: { ...before.spec, type: 'ClusterIP' } }, before).spec;
    expect(changed).toEqual({
      type: 'ClusterIP',
      clusterIP: '10.96.0.9',
      clusterIPs: ['10.96.0.9'],
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
  });

  test('as ExternalName: the address goes', () => {
    const spec = { ...before.spec, type: 'ExternalName', externalName: 'a.example.com' };
    const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = prepared({ ...before, spec }, before).spec;
    expect({ clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy }).toEqual({});
  });

  test('another address is refused', () => {
    const spec = { ...before.spec, clusterIP: '10.96.128.200' };
    expect(updateFaults({ ...before, spec }, before)).toEqual([
      'spec.clusterIPs[0]: Invalid value: []string{"10.96.128.200"}: may not change once set',
    ]);
  });
});

describe('refused Services (P-5, P-6)', () => {
  test.each([
    ['{}', ['spec.ports: Required value']],
    [
      '{ ports: [{ port: 80 }, { port: 81 }] }',
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      '{ ports: [{ name: a, port: 80 }, { name: a, port: 80 }] }',
      [
        'spec.ports[1].name: Duplicate value: "a"',
        'spec.ports[1]: Duplicate value: core.ServicePort{Name:"", Protocol:"TCP", AppProtocol:(*string)(nil), Port:80, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}',
      ],
    ],
    [
      '{ clusterIP: nowhere, ports: [{ port: 80 }] }',
      [
        'spec.clusterIPs[0]: Invalid value: "nowhere": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [
      '{ ipFamilies: [IPv6], ports: [{ port: 80 }] }',
      ['spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'],
    ],
    [
      '{ type: NodePort, clusterIP: None, ports: [{ port: 80 }] }',
      ['spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'],
    ],
    [
      '{ ports: [{ port: 80, nodePort: 30000 }] }',
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      '{ externalTrafficPolicy: Local, ports: [{ port: 80 }] }',
      [
        'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
      ],
    ],
    [
      '{ externalIPs: [127.0.0.1], ports: [{ port: 80 }] }',
      [
        'spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
      ],
    ],
    [
      '{ loadBalancerSourceRanges: [10.0.0.0/33], type: LoadBalancer, ports: [{ port: 80 }] }',
      [
        'spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
    [
      '{ trafficDistribution: Nearby, ports: [{ port: 80 }] }',
      ['spec.trafficDistribution: Unsupported value: "Nearby": supported values: "PreferClose"'],
    ],
  ])('%s', (spec, faults) => {
    expect(faultsOf(created(manifest(spec)))).toEqual(faults);
  });
});
