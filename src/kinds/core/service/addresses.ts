import { equalJson } from '../../../machinery/json.ts';
import { isIpv6 } from '../../validation/addresses.ts';
import { needsClusterIP, needsHealthCheckPort, needsNodePort } from './conditions.ts';
import type { IpFamily, Service, ServicePort, ServiceSpec } from './types.ts';

/** The families that the cluster hands out service addresses of. */
export const CLUSTER_FAMILIES: readonly IpFamily[] = ['IPv4'];
const PRIMARY: IpFamily = 'IPv4';

/** normalizeClusterIPs: old clients know clusterIP only, and clusterIPs follows it. */
export function withSyncedClusterIPs(service: Service, before?: Service): Service {
  const { spec } = service;
  const plural = before === undefined ? pluralOnCreate(spec) : pluralOnUpdate(spec, before.spec);
  if (equalJson(plural, spec.clusterIPs)) return service;
  const { clusterIPs: _, ...rest } = spec;
  return {
    ...service,
    spec: plural === undefined || plural.length === 0 ? rest : { ...rest, clusterIPs: plural },
  };
}

function pluralOnCreate({ clusterIP, clusterIPs }: ServiceSpec): readonly string[] | undefined {
  return clusterIP && !clusterIPs?.length ? [clusterIP] : clusterIPs;
}

function pluralOnUpdate(spec: ServiceSpec, before: ServiceSpec): readonly string[] | undefined {
  const sameSingular = (spec.clusterIP ?? '') === (before.clusterIP ?? '');
  if (sameSingular) return spec.clusterIPs?.length ? spec.clusterIPs : before.clusterIPs;
  if (!equalJson(spec.clusterIPs ?? [], before.clusterIPs ?? [])) return spec.clusterIPs;
  return spec.clusterIP ? [spec.clusterIP] : undefined;
}

/** patchAllocatedValues: the same manifest sent again keeps the addresses it was given (P-5). */
export function withKeptAllocations(service: Service, before: Service): Service {
  let { spec } = service;
  if (needsClusterIP(spec) && needsClusterIP(before.spec)) {
    const { clusterIP = '', clusterIPs = [] } = before.spec;
    if (!spec.clusterIP && clusterIP) spec = { ...spec, clusterIP };
    if (!spec.clusterIPs?.length && clusterIPs.length > 0) spec = { ...spec, clusterIPs };
  }
  if (needsNodePort(spec) && needsNodePort(before.spec) && spec.ports !== undefined) {
    spec = { ...spec, ports: withKeptNodePorts(spec.ports, before.spec.ports ?? []) };
  }
  const { healthCheckNodePort } = before.spec;
  if (needsHealthCheckPort(spec) && needsHealthCheckPort(before.spec) && !spec.healthCheckNodePort) {
    if (healthCheckNodePort) spec = { ...spec, healthCheckNodePort };
  }
  return { ...service, spec };
}

/** Ports are known again by their name. */
function withKeptNodePorts(
  ports: readonly ServicePort[],
  before: readonly ServicePort[],
): readonly ServicePort[] {
  const named = new Map(before.map(({ name = '', nodePort }) => [name, nodePort]));
  const used = new Set(ports.map(({ nodePort }) => nodePort));
  return ports.map((port) => {
    const nodePort = named.get(port.name ?? '');
    return port.nodePort || !nodePort || used.has(nodePort) ? port : { ...port, nodePort };
  });
}

/** initIPFamilyFields for a cluster with one family: which families, and how many, where nobody said. */
export function withIpFamilies(service: Service, before?: Service): Service {
  const { spec } = service;
  if (!needsClusterIP(spec)) return service;
  const selectorless = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  const policy =
    spec.ipFamilyPolicy ?? before?.spec.ipFamilyPolicy ?? (selectorless ? 'RequireDualStack' : 'SingleStack');
  const asked = spec.ipFamilies ?? [];
  const known = [...asked, ...familiesOf(spec.clusterIPs ?? []).slice(asked.length)];
  const families = known.length === 0 ? [PRIMARY] : known;
  if (!selectorless || policy === 'SingleStack' || families.length > 1) {
    return { ...service, spec: { ...spec, ipFamilyPolicy: policy, ipFamilies: families } };
  }
  const other: IpFamily = families[0] === 'IPv4' ? 'IPv6' : 'IPv4';
  return { ...service, spec: { ...spec, ipFamilyPolicy: policy, ipFamilies: [...families, other] } };
}

function familiesOf(clusterIPs: readonly string[]): readonly IpFamily[] {
  if (clusterIPs[0] === 'None') return [];
  return clusterIPs.map((address) => (isIpv6(address) ? 'IPv6' : 'IPv4'));
}
