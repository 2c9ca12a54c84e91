import type { Endpoint, EndpointSlice } from '../../kinds/discovery/endpointslice/types.ts';
import { equalJson } from '../../machinery/json.ts';

/** --max-endpoints-per-slice. */
const ENDPOINTS_PER_SLICE = 100;

/** What becomes of the slices of one set of ports. */
export interface Placement {
  readonly created: readonly (readonly Endpoint[])[];
  /** Slices with the endpoints they are to have. */
  readonly changed: ReadonlyMap<EndpointSlice, readonly Endpoint[]>;
  readonly removed: readonly EndpointSlice[];
}

/**
 * Puts endpoints into slices, and changes as few of them as it can: what is there stays where it is, what is new fills up
 * slices that change anyway, then one that has room for all of it, then new ones (reconcileByPortMapping).
 */
export function placed(slices: readonly EndpointSlice[], wanted: readonly Endpoint[]): Placement {
  const left = new Map(wanted.map((endpoint) => [identity(endpoint), endpoint]));
  const changed = new Map<EndpointSlice, readonly Endpoint[]>();
  const unchanged: EndpointSlice[] = [];
  const removed: EndpointSlice[] = [];
  for (const slice of slices) {
    const kept = keptIn(slice, left);
    if (kept === 'all') unchanged.push(slice);
    else if (kept.length === 0) removed.push(slice);
    else changed.set(slice, kept);
  }
  fillChanged(changed, left);
  const created: Endpoint[][] = [];
  while (left.size > 0) {
    const roomy = left.size < ENDPOINTS_PER_SLICE ? roomiest(unchanged, left.size) : undefined;
    const own = roomy?.endpoints ?? [];
    const filled = [...own, ...taken(left, ENDPOINTS_PER_SLICE - own.length)];
    if (roomy === undefined) created.push(filled);
    else {
      changed.set(roomy, filled);
      unchanged.splice(unchanged.indexOf(roomy), 1);
    }
  }
  return { created, changed, removed };
}

/** The endpoints of a slice that are still wanted, as they are to be now; `all` when nothing about them is different. */
function keptIn({ endpoints }: EndpointSlice, left: Map<string, Endpoint>): readonly Endpoint[] | 'all' {
  const own = endpoints ?? [];
  const kept: Endpoint[] = [];
  let isSame = true;
  for (const endpoint of own) {
    const key = identity(endpoint);
    const wanted = left.get(key);
    if (wanted === undefined) continue;
    kept.push(wanted);
    left.delete(key);
    if (!equalJson(wanted, endpoint)) isSame = false;
  }
  return isSame && kept.length === own.length ? 'all' : kept;
}

/** The fullest first. */
function fillChanged(changed: Map<EndpointSlice, readonly Endpoint[]>, left: Map<string, Endpoint>): void {
  if (left.size === 0) return;
  for (const [slice, kept] of [...changed].sort(([, a], [, b]) => b.length - a.length))
    changed.set(slice, [...kept, ...taken(left, ENDPOINTS_PER_SLICE - kept.length)]);
}

/** The slice that is fullest once so many come to it; undefined where none has room (getSliceToFill). */
function roomiest(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  const sizeOf = ({ endpoints }: EndpointSlice): number => endpoints?.length ?? 0;
  const fitting = slices.filter((slice) => {
    const room = ENDPOINTS_PER_SLICE - (count + sizeOf(slice));
    return room >= 0 && room < ENDPOINTS_PER_SLICE;
  });
  return fitting.reduce<EndpointSlice | undefined>(
    (best, slice) => (best === undefined || sizeOf(slice) > sizeOf(best) ? slice : best),
    undefined,
  );
}

function taken(left: Map<string, Endpoint>, count: number): readonly Endpoint[] {
  const some: Endpoint[] = [];
  for (const [key, endpoint] of left) {
    if (some.length >= count) break;
    some.push(endpoint);
    left.delete(key);
  }
  return some;
}

/** By what an endpoint is known again, whatever else is told of it (hashEndpoint). */
const identity = ({ addresses, hostname = '', targetRef }: Endpoint): string =>
  `${addresses.join(',')} ${hostname} ${targetRef?.namespace}/${targetRef?.name}`;
