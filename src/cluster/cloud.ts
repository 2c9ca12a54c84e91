import type { Client } from '../client/client.ts';
import { CLOUD_LEASE } from '../kinds/coordination/lease/cloud.ts';
import { Lease } from '../kinds/coordination/lease/kind.ts';

/** Whether a cloud is behind the cluster. */
export const hasCloud = (client: Client): boolean => client.find(Lease, CLOUD_LEASE) !== undefined;

/** Puts a cloud behind the cluster: its manager takes the lease that it has on every such cluster. */
export function startCloud(client: Client): void {
  const spec = { holderIdentity: 'control-plane', leaseDurationSeconds: 15, leaseTransitions: 0 };
  client.as('cloud-controller-manager').create(Lease, { metadata: CLOUD_LEASE, spec });
}

/** Takes it away. Load balancers that were made stay as they are: nobody is there to clean up. */
export const stopCloud = (client: Client): void =>
  client.as('cloud-controller-manager').delete(Lease, CLOUD_LEASE);
