import type { Client } from '../client/client.ts';
import { Lease } from '../kinds/coordination/lease/kind.ts';
import { Node } from '../kinds/core/node/kind.ts';
import type { Node as NodeObject } from '../kinds/core/node/types.ts';
import { type NodeOptions, nodeLease, nodeObject } from '../kubelet/node-object.ts';
import type { Settings } from './settings.ts';

/** Registers a node as its kubelet does. Fast kubelets keep no leases. */
export function registerNode(
  client: Client,
  name: string,
  options: NodeOptions,
  kubelet: Settings['kubelet'],
): NodeObject {
  const node = client.create(Node, nodeObject(name, options));
  if (kubelet === 'fast') return node;
  const lease = nodeLease(name);
  const owner = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid };
  client.create(Lease, { ...lease, metadata: { ...lease.metadata, ownerReferences: [owner] } });
  return node;
}
