import type { EndpointSlice } from '../../../kinds/discovery/endpointslice/types.ts';
import { hostPort } from '../pod-template/probe.ts';

const MOST_SHOWN = 3;

/** The ready endpoints behind one port of a Service: three of them, and how many more. */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all: string[] = [];
  // kubectl notices that there are more at the endpoint behind the third, ready or not.
  let more = false;
  for (const slice of slices) {
    const ready = (slice.endpoints ?? []).map((endpoint) => ({
      address: endpoint.addresses[0] ?? '',
      ready: endpoint.conditions?.ready ?? true,
    }));
    const ports = slice.ports ?? [];
    const texts: readonly ((address: string) => string)[] =
      ports.length === 0
        ? [(address) => address]
        : ports
            .filter(({ name = '' }) => name === portName)
            .map(
              ({ port }) =>
                (address) =>
                  hostPort(address, String(port ?? 0)),
            );
    for (const text of texts) {
      for (const { address, ready: isReady } of ready) {
        if (all.length >= MOST_SHOWN) more = true;
        if (isReady) all.push(text(address));
      }
    }
  }
  const shown = all.slice(0, MOST_SHOWN).join(',');
  return more ? `${shown} + ${all.length - MOST_SHOWN} more...` : shown;
}
