import { equalJson, type Writable } from '../../../machinery/json.ts';
import { withIpFamilies, withKeptAllocations, withSyncedClusterIPs } from './addresses.ts';
import { isExternallyAccessible, needsClusterIP, needsHealthCheckPort } from './conditions.ts';
import type { Service, ServicePort, ServiceSpec } from './types.ts';

const NO_STATUS = { loadBalancer: {} };

export function prepareForCreate(service: Service): Service {
  return { ...withIpFamilies(withSyncedClusterIPs(service)), status: NO_STATUS };
}

export function prepareForUpdate(service: Service, before: Service): Service {
  const kept = withSyncedClusterIPs(withKeptAllocations(service, before), before);
  const spec = withoutFieldsOfOldType(withIpFamilies(kept, before).spec, before.spec);
  const status = before.status ?? NO_STATUS;
  return {
    ...service,
    spec,
    status: spec.type === 'LoadBalancer' ? status : { ...status, loadBalancer: {} },
  };
}

/** dropTypeDependentFields: what the old type brought along and nobody asked to keep goes with it. */
function withoutFieldsOfOldType(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  const next: Writable<ServiceSpec> = { ...spec };
  const same = (name: keyof ServiceSpec): boolean => equalJson(spec[name], before[name]);
  if (needsClusterIP(before) && !needsClusterIP(spec)) {
    if (same('clusterIP') && same('clusterIPs')) {
      delete next.clusterIP;
      delete next.clusterIPs;
    }
    if (same('ipFamilies')) delete next.ipFamilies;
    if (same('ipFamilyPolicy')) delete next.ipFamilyPolicy;
  }
  if (
    usesNodePorts(before) &&
    !usesNodePorts(spec) &&
    addsNoNodePort(spec, before) &&
    spec.ports !== undefined
  ) {
    next.ports = spec.ports.map(withoutNodePort);
  }
  if (needsHealthCheckPort(before) && !needsHealthCheckPort(spec) && same('healthCheckNodePort')) {
    delete next.healthCheckNodePort;
  }
  if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    if (same('allocateLoadBalancerNodePorts')) delete next.allocateLoadBalancerNodePorts;
    if (same('loadBalancerClass')) delete next.loadBalancerClass;
  }
  if (isExternallyAccessible(before) && !isExternallyAccessible(spec) && same('externalTrafficPolicy')) {
    delete next.externalTrafficPolicy;
  }
  return next;
}

const usesNodePorts = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer';

function addsNoNodePort(spec: ServiceSpec, before: ServiceSpec): boolean {
  const old = new Set(before.ports?.map(({ nodePort }) => nodePort));
  return (spec.ports ?? []).every(({ nodePort }) => !nodePort || old.has(nodePort));
}

function withoutNodePort({ nodePort: _, ...port }: ServicePort): ServicePort {
  return port;
}
