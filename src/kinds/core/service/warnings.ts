import { cidrWarnings, ipWarnings } from '../../validation/addresses.ts';
import { hasClusterIP } from './conditions.ts';
import type { Service } from './types.ts';

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';

/** GetWarningsForService. */
export function warnings(service: Service): readonly string[] {
  const { metadata, spec } = service;
  const texts: string[] = [];
  if (metadata.annotations?.[TOPOLOGY_HINTS] !== undefined) {
    texts.push(
      `annotation ${TOPOLOGY_HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead`,
    );
  }
  const clusterIPs = hasClusterIP(service) ? (spec.clusterIPs ?? []) : [];
  texts.push(...clusterIPs.flatMap((address, i) => ipWarnings(address, `spec.clusterIPs[${i}]`)));
  texts.push(
    ...(spec.externalIPs ?? []).flatMap((address, i) => ipWarnings(address, `spec.externalIPs[${i}]`)),
  );
  if (spec.loadBalancerIP) texts.push(...ipWarnings(spec.loadBalancerIP, 'spec.loadBalancerIP'));
  const ranges = spec.loadBalancerSourceRanges ?? [];
  texts.push(...ranges.flatMap((range, i) => cidrWarnings(range, `spec.loadBalancerSourceRanges[${i}]`)));
  if (spec.type === 'ExternalName' && spec.externalIPs?.length) {
    texts.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  }
  if (spec.type !== 'ExternalName' && spec.externalName) {
    texts.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  }
  return texts;
}
