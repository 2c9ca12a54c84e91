import type { Context } from '../client/client.ts';
import { conditionOf } from '../kinds/core/node/conditions.ts';
import { Node } from '../kinds/core/node/kind.ts';
import type { NodeCondition } from '../kinds/core/node/types.ts';
import { type Time, timeOf } from '../machinery/instant.ts';
import type { Faults } from '../simulation/faults.ts';
import { runningNode } from './heartbeat.ts';
import { healthyConditions } from './node-object.ts';

/** What the node says of itself: written when it differs from what is there, not as a heartbeat. */
export function reconcileNode(name: string, context: Context, faults: Faults): undefined {
  const { client, now } = context;
  const node = runningNode(name, client);
  if (node === undefined) return;
  const before = node.status?.conditions ?? [];
  const isFull = faults.strikes('disk-full', { node: name }, now) !== undefined;
  const conditions = withDisk(healthyConditions(timeOf(now), before), isFull, before, timeOf(now));
  if (conditions.every((own) => isSaid(own, before))) return;
  client.updateStatus(Node, { ...node, status: { ...node.status, conditions } });
  if (before.some(({ lastHeartbeatTime }) => lastHeartbeatTime !== undefined))
    tellChanges(node, conditions, context);
}

function isSaid({ type, status, reason }: NodeCondition, before: readonly NodeCondition[]): boolean {
  return before.some(
    (known) =>
      known.type === type &&
      known.status === status &&
      known.reason === reason &&
      known.lastTransitionTime !== undefined,
  );
}

function withDisk(
  conditions: readonly NodeCondition[],
  isFull: boolean,
  before: readonly NodeCondition[],
  now: Time,
): readonly NodeCondition[] {
  if (!isFull) return conditions;
  const known = before.find(({ type }) => type === 'DiskPressure');
  const since = known?.status === 'True' ? (known.lastTransitionTime ?? now) : now;
  return conditions.map((condition) =>
    condition.type === 'DiskPressure'
      ? {
          ...condition,
          status: 'True',
          lastTransitionTime: since,
          reason: 'KubeletHasDiskPressure',
          message: 'kubelet has disk pressure',
        }
      : condition,
  );
}

const SAID: Readonly<Record<string, Partial<Record<string, string>>>> = {
  MemoryPressure: { False: 'NodeHasSufficientMemory', True: 'NodeHasInsufficientMemory' },
  DiskPressure: { False: 'NodeHasNoDiskPressure', True: 'NodeHasDiskPressure' },
  PIDPressure: { False: 'NodeHasSufficientPID', True: 'NodeHasInsufficientPID' },
  Ready: { True: 'NodeReady', False: 'NodeNotReady' },
};

/** `Node worker-1 status is now: NodeReady` for each condition that turned (N-7). */
function tellChanges(node: Node, conditions: readonly NodeCondition[], context: Context): void {
  const { name } = node.metadata;
  const host = { host: name };
  if (conditionOf(node, 'Ready')?.status === 'Unknown')
    context.event(node, 'Normal', 'Starting', 'Starting kubelet.', host);
  for (const { type, status } of conditions) {
    const reason = SAID[type]?.[status];
    if (reason === undefined || conditionOf(node, type)?.status === status) continue;
    context.event(node, 'Normal', reason, `Node ${name} status is now: ${reason}`, host);
  }
}
