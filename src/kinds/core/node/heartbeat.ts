import { instantOf, minutes, timeOf } from '../../../machinery/instant.ts';
import { lastBeat, lastHeartbeat, NODE_LEASES } from '../../coordination/lease/heartbeat.ts';
import { Lease } from '../../coordination/lease/kind.ts';
import type { Reading } from '../../kind.ts';
import { hasKubelet } from './conditions.ts';
import type { Node, NodeCondition } from './types.ts';

/** How often a kubelet tells how it is when nothing has changed: nodeStatusReportFrequency (N-8). */
const REPORT = minutes(5);

/** What kubelets tell of themselves; other conditions are other people's. */
const TOLD = new Set(['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready']);

/** The node with the heartbeat that was due last: until now, or until its kubelet stopped. */
export function asRead(node: Node, { now, find }: Reading): Node {
  const conditions = node.status?.conditions;
  if (conditions === undefined || !hasKubelet(node)) return node;
  const lease = find(Lease, { namespace: NODE_LEASES, name: node.metadata.name });
  const until = lastHeartbeat(lease) ?? now;
  const told = (condition: NodeCondition): NodeCondition => {
    const { type, lastHeartbeatTime } = condition;
    const first = instantOf(lastHeartbeatTime ?? '');
    // Also where there was none yet, or the clock of the node is ahead.
    if (!TOLD.has(type) || !(until - first >= REPORT)) return condition;
    return { ...condition, lastHeartbeatTime: timeOf(lastBeat(first, REPORT, until)) };
  };
  return { ...node, status: { ...node.status, conditions: conditions.map(told) } };
}
