import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { NODE_LEASES } from '../../kinds/coordination/lease/heartbeat.ts';
import { Lease } from '../../kinds/coordination/lease/kind.ts';
import { isReady } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { type KubeObject, namedOnly, type Ref, refOf, type Uid } from '../../machinery/object-meta.ts';
import { lostAt, withUnknownConditions } from './health.ts';
import { labelsToSet } from './labels.ts';
import { markPodsNotReady } from './pods.ts';
import { noScheduleSwap, swapTaints } from './taints.ts';

/** Watches over each node: notices that it has fallen silent, and keeps its taints and labels true (N-1 to N-3, N-7). */
export const nodeLifecycle: Actor = {
  name: 'node-controller',
  triggers: [
    onChange(Node, ({ object }) => [refOf(object)]),
    onChange(Lease, ({ object: { metadata } }) =>
      metadata.namespace === NODE_LEASES ? [{ namespace: '', name: metadata.name }] : [],
    ),
  ],
  reconcile: (ref, context) => {
    const node = context.client.find(Node, ref);
    if (node === undefined) {
      tellRemoved(ref, context);
      return undefined;
    }
    tellRegistered(node, context);
    const { checked, again } = checkHealth(node, context);
    keepTaintsAndLabels(checked, context);
    return again;
  },
};

function checkHealth(node: Node, context: Context): { checked: Node; again: LookAgain | undefined } {
  const { client, now } = context;
  const { name } = node.metadata;
  const at = lostAt(node, client.find(Lease, { namespace: NODE_LEASES, name }));
  if (at === undefined) return { checked: node, again: undefined };
  const unknown = withUnknownConditions(node, now);
  if (unknown === node) return { checked: node, again: undefined };
  if (at > now) return { checked: node, again: { at, because: 'progress' } };
  const checked = client.updateStatus(Node, unknown);
  if (isReady(node)) {
    const reason = 'NodeNotReady';
    context.event(
      reference(name, node.metadata.uid),
      'Normal',
      reason,
      `Node ${name} status is now: ${reason}`,
    );
    markPodsNotReady(name, context);
  }
  return { checked, again: undefined };
}

function keepTaintsAndLabels(node: Node, { client, now }: Context): void {
  const tainted = swapTaints(client, node, noScheduleSwap(node), now);
  const more = labelsToSet(tainted.metadata.labels);
  if (more === undefined) return;
  const labels = { ...tainted.metadata.labels, ...more };
  client.update(Node, { ...tainted, metadata: { ...tainted.metadata, labels } });
}

const rowOf = (name: string): string => `known/${name}`;

/** A node is known by its name: one that is made anew under it is no news. */
function tellRegistered({ metadata: { name, uid } }: Node, { memory, event }: Context): void {
  const known = memory.get(rowOf(name));
  if (known === uid) return;
  memory.set(rowOf(name), uid);
  if (known !== undefined) return;
  const what = `Registered Node ${name} in Controller`;
  event(reference(name, uid), 'Normal', 'RegisteredNode', `Node ${name} event: ${what}`);
}

function tellRemoved({ name }: Ref, { memory, event }: Context): void {
  const uid = memory.get(rowOf(name)) as Uid | undefined;
  if (uid === undefined) return;
  memory.set(rowOf(name), undefined);
  const what = `Removing Node ${name} from Controller`;
  event(reference(name, uid), 'Normal', 'RemovingNode', `Node ${name} event: ${what}`);
}

/** Upstream names the node by hand in its events: without a version. */
const reference = (name: string, uid: Uid): KubeObject =>
  namedOnly({ apiVersion: 'v1', kind: 'Node' }, { namespace: '', name }, uid);
