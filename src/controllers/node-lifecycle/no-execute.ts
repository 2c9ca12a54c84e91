import { conditionOf } from '../../kinds/core/node/conditions.ts';
import type { Node } from '../../kinds/core/node/types.ts';
import { after, type Instant, seconds } from '../../machinery/instant.ts';
import { type Bucket, fullBucket, nextToken, swapped, withoutToken } from './limiter.ts';
import { hasTaint, NOT_READY, type TaintSwap, UNREACHABLE } from './taints.ts';
import { areAllDown, isReadyNode, zoneOf, zonesOf } from './zones.ts';

/** --node-monitor-period: what one pass of the monitor finds Unknown, the next one asks to be tainted. */
const MONITOR_PERIOD = seconds(5);

/** What is kept between passes. */
export interface Tainting {
  readonly buckets: Readonly<Record<string, Bucket>>;
  /** Nodes that wait for their NoExecute taint, and from when on they may have it. */
  readonly waiting: Readonly<Record<string, Instant>>;
  readonly allDown: boolean;
}

export const NO_TAINTING: Tainting = { buckets: {}, waiting: {}, allDown: false };

export interface TaintingStep {
  readonly swaps: readonly { readonly node: Node; readonly swap: TaintSwap }[];
  readonly kept: Tainting;
  readonly lookAt: Instant | undefined;
}

const NOTHING: readonly [] = [];

/** Which nodes get or lose their NoExecute taint now: by what they say, at the rate their zone allows (N-3, N-6). */
export function planTainting(nodes: readonly Node[], before: Tainting, now: Instant): TaintingStep {
  const zones = zonesOf(nodes);
  const allDown = areAllDown(zones);
  const buckets: Record<string, Bucket> = {};
  for (const [key, { rate }] of zones)
    buckets[key] = swapped(before.buckets[key] ?? fullBucket(rate, now), allDown ? 0 : rate, now);
  const waiting: Record<string, Instant> = {};
  const swaps: { node: Node; swap: TaintSwap }[] = [];
  const queue: { node: Node; since: Instant }[] = [];
  for (const node of nodes) {
    const { name } = node.metadata;
    const swap = swapWithoutQueue(node, allDown && !before.allDown);
    if (swap !== undefined) swaps.push({ node, swap });
    else if (isUntainted(node)) queue.push({ node, since: before.waiting[name] ?? eligibleFrom(node, now) });
  }
  let lookAt: Instant | undefined;
  for (const { node, since } of queue.toSorted(byAge)) {
    const key = zoneOf(node);
    const bucket = buckets[key] ?? fullBucket(0, now);
    const due = since > now ? since : nextToken(bucket, now);
    if (due === now) {
      buckets[key] = withoutToken(bucket, now);
      swaps.push({ node, swap: { add: [ownTaint(node)], remove: NOTHING } });
      continue;
    }
    waiting[node.metadata.name] = since;
    if (due !== undefined && (lookAt === undefined || due < lookAt)) lookAt = due;
  }
  return { swaps, kept: { buckets, waiting, allDown }, lookAt };
}

const byAge = (a: { node: Node; since: Instant }, b: { node: Node; since: Instant }): number =>
  a.since - b.since || (a.node.metadata.name < b.node.metadata.name ? -1 : 1);

const eligibleFrom = (node: Node, now: Instant): Instant =>
  conditionOf(node, 'Ready')?.status === 'False' ? now : after(now, MONITOR_PERIOD);

const ownTaint = (node: Node) => (conditionOf(node, 'Ready')?.status === 'False' ? NOT_READY : UNREACHABLE);

/** A node without a Ready condition is not judged yet. */
const isUntainted = (node: Node): boolean =>
  conditionOf(node, 'Ready') !== undefined &&
  !isReadyNode(node) &&
  !hasTaint(node.spec?.taints, ownTaint(node));

/** What needs no turn: a ready node loses both taints, and one taint takes the other's place. */
function swapWithoutQueue(node: Node, entersDisruption: boolean): TaintSwap | undefined {
  const present = [NOT_READY, UNREACHABLE].filter((taint) => hasTaint(node.spec?.taints, taint));
  if (present.length === 0) return undefined;
  if (entersDisruption || isReadyNode(node)) return { add: NOTHING, remove: present };
  if (conditionOf(node, 'Ready') === undefined) return undefined;
  const own = ownTaint(node);
  const remove = present.filter((taint) => taint !== own);
  if (remove.length === 0) return undefined;
  return { add: present.length === 2 ? NOTHING : [own], remove };
}
