import type { Context, LookAgain } from '../client/client.ts';
import { conditionOf } from '../kinds/core/node/conditions.ts';
import { Node } from '../kinds/core/node/kind.ts';
import type { NodeCondition } from '../kinds/core/node/types.ts';
import { after, type Instant, instant, instantOf, minutes, seconds, timeOf } from '../machinery/instant.ts';
import { evictOne } from './eviction.ts';
import { runningNode } from './heartbeat.ts';
import { tellConditions, tellReclaiming, tellSchedulable } from './node-events.ts';
import { healthyConditions } from './node-object.ts';
import { PRESSURES, type Pressure, withPressures } from './pressure.ts';
import type { Manner } from './sync.ts';

/** How a node's kubelet goes about it. */
export interface NodeManner extends Manner {
  /** Whether it tells of itself in events. */
  readonly tells: boolean;
}

/** --node-status-update-frequency: how often a kubelet looks at its own node. */
const SYNC_EVERY = seconds(10);

/** What the node says of itself: written when it differs from what is there, not as a heartbeat. */
export function reconcileNode(
  name: string,
  context: Context,
  { tells, ...manner }: NodeManner,
): LookAgain | undefined {
  const { client, now } = context;
  const node = runningNode(name, client);
  if (node === undefined) return undefined;
  const before = node.status?.conditions ?? [];
  const pressures = PRESSURES.filter(
    ({ fault }) => manner.faults.strikes(fault, { node: name }, now) !== undefined,
  );
  const { shown, until } = shownPressures(node, pressures, context);
  const conditions = withPressures(healthyConditions(timeOf(now), before), shown, before, timeOf(now));
  if (!conditions.every((own) => isSaid(own, before))) {
    client.updateStatus(Node, { ...node, status: { ...node.status, conditions } });
    if (tells) tellConditions(node, conditions, isStart(before), context);
  }
  const lasting: LookAgain | undefined =
    until === undefined ? undefined : { at: nextSync(node, until), because: 'standing' };
  if (!tells) return lasting;
  const told = earliest(keepSchedulable(node, context), relieve(node, pressures, context, manner));
  return earliest(told, lasting);
}

/** --eviction-pressure-transition-period: for how long a node that was short of something still says so. */
const TRANSITION = minutes(5);

/** What the node is short of, and what it was short of at a look not long ago; and until when it says that. */
function shownPressures(
  node: Node,
  pressures: readonly Pressure[],
  { memory, now }: Context,
): { readonly shown: readonly Pressure[]; readonly until: Instant | undefined } {
  let until: Instant | undefined;
  const shown = PRESSURES.filter((pressure) => {
    const row = `pressure/${node.metadata.name}/${pressure.condition}`;
    const isOver = !pressures.includes(pressure);
    const lasts = isOver && conditionOf(node, pressure.condition)?.status === 'True';
    const end = lasts
      ? ((memory.get(row) as Instant | undefined) ?? after(lastSync(node, now), TRANSITION))
      : undefined;
    const left = end !== undefined && end > now ? end : undefined;
    if (memory.get(row) !== left) memory.set(row, left);
    if (left !== undefined && (until === undefined || left < until)) until = left;
    return !isOver || left !== undefined;
  });
  return { shown, until };
}

/** A kubelet that has never been heard, or not for so long that it was given up. */
const isStart = (before: readonly NodeCondition[]): boolean =>
  before.some(
    ({ type, status, lastHeartbeatTime }) =>
      type === 'Ready' && (status === 'Unknown' || lastHeartbeatTime === undefined),
  );

/** At its next look the kubelet notices that its node was cordoned or uncordoned. */
function keepSchedulable(node: Node, context: Context): LookAgain | undefined {
  const { memory, now } = context;
  const row = `cordoned/${node.metadata.name}`;
  const isCordoned = node.spec?.unschedulable === true;
  if ((memory.get(row) === true) === isCordoned) return undefined;
  const at = nextSync(node, now);
  if (at > now) return { at, because: 'standing' };
  memory.set(row, isCordoned ? true : undefined);
  tellSchedulable(node, context);
  return undefined;
}

/** At each look one pod has to go, as long as the node is short of anything. */
function relieve(
  node: Node,
  pressures: readonly Pressure[],
  context: Context,
  manner: Manner,
): LookAgain | undefined {
  const [pressure] = pressures;
  if (pressure === undefined) return undefined;
  const { now } = context;
  const at = nextSync(node, now);
  if (at > now) return { at, because: 'standing' };
  if (!evictOne(node, pressure, context, manner)) return undefined;
  tellReclaiming(node, pressure.resource, context);
  return { at: after(now, SYNC_EVERY), because: 'standing' };
}

const earliest = (a: LookAgain | undefined, b: LookAgain | undefined): LookAgain | undefined =>
  a === undefined || (b !== undefined && b.at < a.at) ? b : a;

const nextSync = (node: Node, now: Instant): Instant => sync(node, now, Math.ceil);
const lastSync = (node: Node, now: Instant): Instant => sync(node, now, Math.floor);

function sync({ metadata }: Node, now: Instant, round: (count: number) => number): Instant {
  const since = instantOf(metadata.creationTimestamp);
  return instant(since + round((now - since) / SYNC_EVERY) * SYNC_EVERY);
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
