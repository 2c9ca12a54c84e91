import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../kinds/core/endpoints/types.ts';
import type { Service } from '../../kinds/core/service/kind.ts';
import { compareText } from '../../machinery/json.ts';
import { type Backing, portsOn, type ResolvedPort, targetRefOf } from '../pod-control/service-endpoints.ts';

interface Group {
  readonly ports: readonly ResolvedPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

/** Addresses grouped by the ports they serve; terminating pods are left out unless everything is published (P-9). */
export function subsetsOf(service: Service, backings: readonly Backing[]): readonly EndpointSubset[] {
  const groups = new Map<string, Group>();
  for (const backing of backings) {
    if (backing.terminating && service.spec.publishNotReadyAddresses !== true) continue;
    const ports = portsOn(service, backing.pod);
    if (ports.length === 0 && (service.spec.ports ?? []).length > 0) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, ready: [], notReady: [] };
    (backing.ready ? group.ready : group.notReady).push(addressOf(backing));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length === 0 ? {} : { addresses: ready.sort(byAddress) }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byAddress) }),
    ...(ports.length === 0 ? {} : { ports: ports.map(endpointPort) }),
  }));
}

/** Upstream sorts by the bytes of the address. */
function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  return compareText(a.ip, b.ip);
}

function addressOf({ pod, ip, hostname }: Backing): EndpointAddress {
  const { nodeName } = pod.spec;
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: targetRefOf(pod),
  };
}

function endpointPort({ name, port, protocol, appProtocol }: ResolvedPort): EndpointPort {
  return {
    ...(name === '' ? {} : { name }),
    port,
    protocol,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
}
