import type { Service, ServiceSpec } from './types.ts';

type Spec = Partial<ServiceSpec>;

/** Everything but ExternalName has a cluster IP; `None` is a value too. */
export const needsClusterIP = ({ type }: Spec): boolean => type !== 'ExternalName';

export const isHeadless = ({ clusterIPs }: Spec): boolean =>
  clusterIPs?.length === 1 && clusterIPs[0] === 'None';

/** Whether the ports of the service are to be open on every node. */
export function needsNodePort({ type, allocateLoadBalancerNodePorts }: Spec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

export function needsHealthCheckPort({ type, externalTrafficPolicy }: Spec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

export function isExternallyAccessible({ type, externalIPs }: Spec): boolean {
  return (
    type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0)
  );
}

/** Whether the service has an address of its own inside the cluster. */
export function hasClusterIP({ spec }: Service): boolean {
  return Boolean(spec.clusterIP) && spec.clusterIP !== 'None';
}
