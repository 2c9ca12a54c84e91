import type { Client } from '../client/client.ts';
import { Lease } from '../kinds/coordination/lease/kind.ts';
import { Node } from '../kinds/core/node/kind.ts';
import type { Node as NodeObject } from '../kinds/core/node/types.ts';
import { runningNode, startKubelet, stopKubelet } from '../kubelet/heartbeat.ts';
import { type NodeOptions, nodeLease, nodeObject } from '../kubelet/node-object.ts';
import type { Instant } from '../machinery/instant.ts';
import type { Settings } from './settings.ts';

/** Registers a node as its kubelet does. Fast kubelets keep no leases. */
export function registerNode(
  client: Client,
  name: string,
  options: NodeOptions,
  kubelet: Settings['kubelet'],
): NodeObject {
  const itself = client.as('kubelet');
  const node = itself.create(Node, nodeObject(name, options));
  if (kubelet === 'fast') return node;
  const lease = nodeLease(name);
  const owner = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid };
  itself.create(Lease, { ...lease, metadata: { ...lease.metadata, ownerReferences: [owner] } });
  return node;
}

/** Whether the node has a kubelet that was not stopped. */
export const isRunning = (client: Client, name: string): boolean => runningNode(name, client) !== undefined;

export const stopNode = (client: Client, name: string, now: Instant): void => stopKubelet(name, client, now);

export const startNode = (client: Client, name: string): void => startKubelet(name, client);
