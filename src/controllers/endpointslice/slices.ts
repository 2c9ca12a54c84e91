import type { Reader } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import type { Service } from '../../kinds/core/service/kind.ts';
import type { Endpoint, EndpointSlicePort } from '../../kinds/discovery/endpointslice/types.ts';
import { inSlicePortOrder } from '../pod-control/endpoint-order.ts';
import { type Backing, portsOn, type ResolvedPort, targetRefOf } from '../pod-control/service-endpoints.ts';

export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const SERVICE_NAME = 'kubernetes.io/service-name';
const HEADLESS = 'service.kubernetes.io/headless';
const ZONE = 'topology.kubernetes.io/zone';

/** Endpoints whose ports are the same: they may share slices. */
export interface EndpointGroup {
  readonly ports: readonly EndpointSlicePort[];
  readonly endpoints: readonly Endpoint[];
}

/** The labels a slice takes over from its Service, and that it is headless. */
export function sliceLabels(service: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _, ...own } = service.metadata.labels ?? {};
  return service.spec.clusterIP === 'None' ? { ...own, [HEADLESS]: '' } : own;
}

/** Which groups of slices have the same ports. */
export const portKey = (ports: readonly EndpointSlicePort[] | null): string => JSON.stringify(ports ?? []);

/** The endpoints a Service is to have, by their ports: a named port may be another number on every pod (P-10). */
export function groupsOf(
  service: Service,
  backings: readonly Backing[],
  reader: Reader,
): ReadonlyMap<string, EndpointGroup> {
  const zones = zonesOf(reader);
  const groups = new Map<
    string,
    { readonly ports: readonly EndpointSlicePort[]; readonly endpoints: Endpoint[] }
  >();
  const publishesAll = service.spec.publishNotReadyAddresses === true;
  for (const backing of backings) {
    const zone = zones(backing.pod.spec.nodeName ?? '');
    // A node that is gone takes its pods along.
    if (zone === undefined && !publishesAll) continue;
    const ports = inSlicePortOrder(portsOn(service, backing.pod).map(slicePort));
    const key = portKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(endpointOf(service, backing, zone ?? ''));
    groups.set(key, group);
  }
  return groups;
}

/** The zone of a node, '' where it is in none, undefined where there is no such node. Each node is looked at once. */
function zonesOf(reader: Reader): (node: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (!known.has(name)) {
      const node = reader.find(Node, { namespace: '', name });
      known.set(name, node === undefined ? undefined : (node.metadata.labels?.[ZONE] ?? ''));
    }
    return known.get(name);
  };
}

function endpointOf(service: Service, backing: Backing, zone: string): Endpoint {
  const { pod, ip, ready, serving, terminating, hostname } = backing;
  const { nodeName } = pod.spec;
  const isHinted = service.spec.trafficDistribution === 'PreferClose' && ready && zone !== '';
  return {
    addresses: [ip],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(zone === '' ? {} : { zone }),
    ...(isHinted ? { hints: { forZones: [{ name: zone }] } } : {}),
    targetRef: targetRefOf(pod),
  };
}

function slicePort({ name, port, protocol, appProtocol }: ResolvedPort): EndpointSlicePort {
  return { name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}
