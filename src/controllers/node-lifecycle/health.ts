import { lastHeartbeat } from '../../kinds/coordination/lease/heartbeat.ts';
import type { Lease } from '../../kinds/coordination/lease/types.ts';
import { conditionOf, hasKubelet } from '../../kinds/core/node/conditions.ts';
import type { Node, NodeCondition } from '../../kinds/core/node/types.ts';
import { after, type Instant, instantOf, seconds, timeOf } from '../../machinery/instant.ts';

/** How long a node may be silent: --node-monitor-grace-period (N-1; 40 s before 1.32). */
const GRACE = seconds(50);
/** The same for one that has never said how it is: --node-startup-grace-period. */
const STARTUP_GRACE = seconds(60);

/** What the monitor speaks for when the kubelet does not, in the order it adds what is missing. */
const MONITORED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/** When the node counts as lost; undefined while its kubelet runs. */
export function lostAt(node: Node, lease: Lease | undefined): Instant | undefined {
  const heartbeat = lastHeartbeat(lease);
  if (heartbeat === undefined && hasKubelet(node)) return undefined;
  const heard = heartbeat ?? instantOf(node.metadata.creationTimestamp);
  return after(heard, conditionOf(node, 'Ready') === undefined ? STARTUP_GRACE : GRACE);
}

/** The node with what is no longer known of it; the same node when all of that is said already. */
export function withUnknownConditions(node: Node, now: Instant): Node {
  const before = node.status?.conditions ?? [];
  const conditions = before.map((condition) => forgotten(condition, now));
  for (const type of MONITORED) {
    if (conditions.some((condition) => condition.type === type)) continue;
    conditions.push({
      type,
      status: 'Unknown',
      lastHeartbeatTime: node.metadata.creationTimestamp,
      lastTransitionTime: timeOf(now),
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
    });
  }
  const isSame =
    conditions.length === before.length && conditions.every((condition, i) => condition === before[i]);
  return isSame ? node : { ...node, status: { ...node.status, conditions } };
}

function forgotten(condition: NodeCondition, now: Instant): NodeCondition {
  const isMonitored = MONITORED.some((type) => type === condition.type);
  if (!isMonitored || condition.status === 'Unknown') return condition;
  return {
    ...condition,
    status: 'Unknown',
    lastTransitionTime: timeOf(now),
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  };
}
