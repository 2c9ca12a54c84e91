import type { EndpointSubset } from '../../kinds/core/endpoints/types.ts';

/** How many addresses one Endpoints object may hold. */
const MOST_ADDRESSES = 1000;

/**
 * As many addresses as fit, each subset its share, ready ones before those that are not; undefined when all fit
 * (truncateEndpoints).
 */
export function truncated(subsets: readonly EndpointSubset[]): readonly EndpointSubset[] | undefined {
  const ready = sum(subsets.map(({ addresses = [] }) => addresses.length));
  const notReady = sum(subsets.map(({ notReadyAddresses = [] }) => notReadyAddresses.length));
  if (ready + notReady <= MOST_ADDRESSES) return undefined;
  return ready > MOST_ADDRESSES
    ? shared(subsets, { list: 'addresses', total: ready, room: MOST_ADDRESSES })
    : shared(subsets, { list: 'notReadyAddresses', total: notReady, room: MOST_ADDRESSES - ready });
}

interface Share {
  readonly list: 'addresses' | 'notReadyAddresses';
  readonly total: number;
  readonly room: number;
}

/** Each subset's share is rounded up; the last ones get what is left. */
function shared(subsets: readonly EndpointSubset[], { list, total, room }: Share): readonly EndpointSubset[] {
  let left = room;
  return subsets.map((subset) => {
    const { notReadyAddresses: _, ...readyOnly } = subset;
    const all = subset[list] ?? [];
    const kept = all.slice(0, Math.min(left, Math.ceil((all.length / total) * room)));
    left -= kept.length;
    const base = list === 'addresses' ? readyOnly : subset;
    return { ...base, [list]: kept };
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
