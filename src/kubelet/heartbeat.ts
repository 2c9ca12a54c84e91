import type { Client, Reader } from '../client/client.ts';
import { lastHeartbeat, NODE_LEASES } from '../kinds/coordination/lease/heartbeat.ts';
import { Lease } from '../kinds/coordination/lease/kind.ts';
import { hasKubelet } from '../kinds/core/node/conditions.ts';
import { Node } from '../kinds/core/node/kind.ts';
import { type Instant, microTimeOf } from '../machinery/instant.ts';

/** How long a lease is good for (N-1). */
const LEASE_SECONDS = 40;

/** The node, if a kubelet runs on it: one registered it (nodes made by hand have none), and it was not stopped. */
export function runningNode(name: string, reader: Reader): Node | undefined {
  const node = reader.find(Node, { namespace: '', name });
  if (node === undefined || !hasKubelet(node)) return undefined;
  const lease = reader.find(Lease, { namespace: NODE_LEASES, name });
  return lastHeartbeat(lease) === undefined ? node : undefined;
}

/** Stops the node's kubelet: its last heartbeat is now, and its pods stay as they are. */
export function stopKubelet(name: string, client: Client, now: Instant): void {
  const lease = client.find(Lease, { namespace: NODE_LEASES, name });
  const spec = {
    holderIdentity: name,
    leaseDurationSeconds: LEASE_SECONDS,
    ...lease?.spec,
    renewTime: microTimeOf(now),
  };
  if (lease === undefined) client.create(Lease, { metadata: { namespace: NODE_LEASES, name }, spec });
  else client.update(Lease, { ...lease, spec });
}

/** Starts it again: it goes on where it stopped. */
export function startKubelet(name: string, client: Client): void {
  const lease = client.find(Lease, { namespace: NODE_LEASES, name });
  if (lease?.spec?.renewTime === undefined) return;
  const { renewTime: _, ...spec } = lease.spec;
  client.update(Lease, { ...lease, spec });
}
