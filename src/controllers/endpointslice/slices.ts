import type { Service } from '../../kinds/core/service/kind.ts';
import type { Endpoint, EndpointSlicePort } from '../../kinds/discovery/endpointslice/types.ts';
import { inSlicePortOrder } from '../pod-control/endpoint-order.ts';
import { type Backing, portsOn, type ResolvedPort, targetRefOf } from '../pod-control/service-endpoints.ts';

export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const SERVICE_NAME = 'kubernetes.io/service-name';
const HEADLESS = 'service.kubernetes.io/headless';
/** --max-endpoints-per-slice. */
const ENDPOINTS_PER_SLICE = 100;

export interface SliceContent {
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly EndpointSlicePort[];
}

/** The labels a slice takes over from its Service, and that it is headless. */
export function sliceLabels(service: Service): Readonly<Record<string, string>> {
  const { [HEADLESS]: _, ...own } = service.metadata.labels ?? {};
  return service.spec.clusterIP === 'None' ? { ...own, [HEADLESS]: '' } : own;
}

/** One group of slices for each set of port numbers, at most a hundred endpoints a slice; always at least one slice. */
export function sliceContents(service: Service, backings: readonly Backing[]): readonly SliceContent[] {
  const groups = new Map<string, { readonly ports: readonly ResolvedPort[]; readonly backings: Backing[] }>();
  for (const backing of backings) {
    const ports = portsOn(service, backing.pod);
    if (ports.length === 0 && (service.spec.ports ?? []).length > 0) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, backings: [] };
    group.backings.push(backing);
    groups.set(key, group);
  }
  const contents = [...groups.values()].flatMap(({ ports, backings: members }) =>
    chunks(members).map((chunk) => ({
      endpoints: chunk.map(endpointOf),
      ports: inSlicePortOrder(ports.map(slicePort)),
    })),
  );
  return contents.length === 0 ? [{ endpoints: [], ports: [] }] : contents;
}

function chunks(members: readonly Backing[]): readonly (readonly Backing[])[] {
  const count = Math.ceil(members.length / ENDPOINTS_PER_SLICE);
  return Array.from({ length: count }, (_, index) =>
    members.slice(index * ENDPOINTS_PER_SLICE, (index + 1) * ENDPOINTS_PER_SLICE),
  );
}

function endpointOf({ pod, ip, ready, serving, terminating, hostname }: Backing): Endpoint {
  const { nodeName } = pod.spec;
  return {
    addresses: [ip],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: targetRefOf(pod),
  };
}

function slicePort({ name, port, protocol, appProtocol }: ResolvedPort): EndpointSlicePort {
  return { name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}
