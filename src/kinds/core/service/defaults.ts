import { isExternallyAccessible } from './conditions.ts';
import type { Service, ServicePort, ServiceSpec } from './types.ts';

/** How long a client stays with its pod under `sessionAffinity: ClientIP`: three hours. */
const AFFINITY_SECONDS = 10_800;

/** SetDefaults_Service (P-1). Addresses and node ports are handed out later. */
export function defaults(service: Service): Service {
  const given: Partial<ServiceSpec> = service.spec ?? {};
  const type = given.type || 'ClusterIP';
  const spec = {
    ...withAffinity(given),
    type,
    ...(given.ports === undefined ? {} : { ports: given.ports.map(defaultPort) }),
    ...(type === 'ExternalName' || given.internalTrafficPolicy !== undefined
      ? {}
      : { internalTrafficPolicy: 'Cluster' as const }),
    ...(type === 'LoadBalancer'
      ? { allocateLoadBalancerNodePorts: given.allocateLoadBalancerNodePorts ?? true }
      : {}),
  };
  const externally = isExternallyAccessible(spec) && !spec.externalTrafficPolicy;
  return withIngressModes({
    ...service,
    spec: externally ? { ...spec, externalTrafficPolicy: 'Cluster' } : spec,
  });
}

type WithAffinity = Partial<ServiceSpec> & Pick<ServiceSpec, 'sessionAffinity'>;

function withAffinity(given: Partial<ServiceSpec>): WithAffinity {
  const sessionAffinity = given.sessionAffinity || 'None';
  if (sessionAffinity === 'None') {
    const { sessionAffinityConfig: _, ...rest } = given;
    return { ...rest, sessionAffinity };
  }
  if (sessionAffinity !== 'ClientIP' || given.sessionAffinityConfig?.clientIP?.timeoutSeconds !== undefined) {
    return { ...given, sessionAffinity };
  }
  return {
    ...given,
    sessionAffinity,
    sessionAffinityConfig: { clientIP: { timeoutSeconds: AFFINITY_SECONDS } },
  };
}

function defaultPort(port: ServicePort): ServicePort {
  return { ...port, protocol: port.protocol || 'TCP', targetPort: port.targetPort || port.port };
}

function withIngressModes(service: Service): Service {
  const { status } = service;
  const ingress = status?.loadBalancer?.ingress;
  if (service.spec.type !== 'LoadBalancer' || ingress === undefined) return service;
  const places = ingress.map((place) =>
    place.ip && !place.ipMode ? { ...place, ipMode: 'VIP' as const } : place,
  );
  return { ...service, status: { ...status, loadBalancer: { ...status?.loadBalancer, ingress: places } } };
}
