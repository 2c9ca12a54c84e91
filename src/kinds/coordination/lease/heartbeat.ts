import { fnv32a } from '../../../machinery/hash.ts';
import {
  after,
  type Duration,
  type Instant,
  instantOf,
  microTimeOf,
  milliseconds,
  seconds,
} from '../../../machinery/instant.ts';
import type { Reading } from '../../kind.ts';
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

/** How often a kubelet renews its lease: a quarter of how long it is good for (N-1). */
const RENEWAL = seconds(10);

/** The lease of a running node with the renewal that was due last. */
export function asRead(lease: Lease, { now }: Reading): Lease {
  if (!isRenewed(lease)) return lease;
  const { uid, creationTimestamp } = lease.metadata;
  const created = instantOf(creationTimestamp);
  // Kubelets do not act on the full second, nor all at once.
  const first = after(created, milliseconds(fnv32a(uid) % 1000));
  const renewed = now < first ? created : lastBeat(first, RENEWAL, now);
  return { ...lease, spec: { ...lease.spec, renewTime: microTimeOf(renewed) } };
}

/** A renewal that somebody sends back is one he has read, and the kubelet's next one overwrites it. */
export function asWritten(lease: Lease, before: Lease): Lease {
  if (!isRenewed(before) || lease.spec?.renewTime === undefined) return lease;
  const { renewTime: _, ...spec } = lease.spec;
  return { ...lease, spec };
}

const isRenewed = ({ metadata, spec }: Lease): boolean =>
  metadata.namespace === NODE_LEASES &&
  spec?.holderIdentity === metadata.name &&
  spec.renewTime === undefined;

/** The last of the beats that began at `first`. */
export function lastBeat(first: Instant, interval: Duration, now: Instant): Instant {
  return after(first, milliseconds(Math.floor((now - first) / interval) * interval));
}
