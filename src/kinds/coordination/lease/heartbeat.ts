import { type Instant, instantOf } from '../../../machinery/instant.ts';
import type { Lease } from './types.ts';

/** Where the leases of nodes live, each under its node's name. */
export const NODE_LEASES = 'kube-node-lease';

/**
 * When the node was last heard of; undefined while its kubelet runs. A running kubelet's renewals are not written, since
 * nothing follows from them: the lease of a node carries renewTime from when its kubelet stopped until it starts again.
 */
export function lastHeartbeat(lease: Lease | undefined): Instant | undefined {
  const renewed = lease?.spec?.renewTime;
  return renewed === undefined ? undefined : instantOf(renewed);
}
