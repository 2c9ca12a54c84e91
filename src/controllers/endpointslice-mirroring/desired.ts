import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../kinds/core/endpoints/types.ts';
import type { Endpoint, EndpointSlicePort } from '../../kinds/discovery/endpointslice/types.ts';
import { formatIp, parseIp } from '../../kinds/validation/addresses.ts';
import { inSlicePortOrder } from '../pod-control/endpoint-order.ts';
import { repacked } from '../pod-control/endpoint-subsets.ts';

/** --mirroring-max-endpoints-per-subset. */
export const MOST_ADDRESSES = 1000;

export interface DesiredSlice {
  readonly addressType: 'IPv4' | 'IPv6';
  readonly ports: readonly EndpointSlicePort[];
  readonly endpoints: readonly Endpoint[];
}

/** A slice for each subset and family of addresses in it, and how many addresses found no room. */
export function desiredSlices(subsets: readonly EndpointSubset[]): {
  readonly desired: readonly DesiredSlice[];
  readonly skipped: number;
} {
  let skipped = 0;
  const desired = repacked(subsets).flatMap((subset): readonly DesiredSlice[] => {
    const { addresses = [], notReadyAddresses = [] } = subset;
    const all = [
      ...addresses.map((address) => endpointOf(address, true)),
      ...notReadyAddresses.map((address) => endpointOf(address, false)),
    ];
    skipped += Math.max(0, all.length - MOST_ADDRESSES);
    const kept = all.slice(0, MOST_ADDRESSES);
    const ports = inSlicePortOrder((subset.ports ?? []).map(slicePort));
    return (['IPv4', 'IPv6'] as const).flatMap((addressType) => {
      const endpoints = kept.filter(({ family }) => family === addressType).map(({ endpoint }) => endpoint);
      return endpoints.length === 0 ? [] : [{ addressType, ports, endpoints }];
    });
  });
  return { desired, skipped };
}

/** Validation has let only addresses through; they are written anew in their right form. */
function endpointOf(
  { ip, hostname, nodeName, targetRef }: EndpointAddress,
  ready: boolean,
): { readonly family: 'IPv4' | 'IPv6'; readonly endpoint: Endpoint } {
  const parsed = parseIp(ip);
  return {
    family: parsed?.family ?? 'IPv4',
    endpoint: {
      addresses: [parsed === undefined ? ip : formatIp(parsed)],
      conditions: { ready },
      ...(hostname ? { hostname } : {}),
      ...(nodeName === undefined ? {} : { nodeName }),
      ...(targetRef === undefined ? {} : { targetRef }),
    },
  };
}

const slicePort = ({ name = '', port, protocol, appProtocol }: EndpointPort): EndpointSlicePort => ({
  name,
  port,
  protocol,
  ...(appProtocol === undefined ? {} : { appProtocol }),
});
