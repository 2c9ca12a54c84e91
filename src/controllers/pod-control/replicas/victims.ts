import { isActive, isReady, readySince } from '../../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../../kinds/core/pod/types.ts';
import { type Instant, instantOf } from '../../../machinery/instant.ts';
import { compareText } from '../../../machinery/json.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASE_ORDER = { Pending: 0, Unknown: 1, Running: 2 } as const;

/** Which `count` of the active pods are deleted, in order; when all go there is nothing to choose. */
export function podsToDelete(
  pods: readonly Pod[],
  related: readonly Pod[],
  count: number,
  now: Instant,
): readonly Pod[] {
  if (count >= pods.length) return pods.slice(0, count);
  const onNode = new Map<string, number>();
  for (const pod of related) {
    if (isActive(pod)) onNode.set(nodeOf(pod), (onNode.get(nodeOf(pod)) ?? 0) + 1);
  }
  const ranked = pods.map((pod) => ({ pod, rank: onNode.get(nodeOf(pod)) ?? 0 }));
  // A full tie is settled by chance upstream; here by name, last first (P-3).
  ranked.sort((a, b) => compareVictims(a, b, now) || compareText(b.pod.metadata.name, a.pod.metadata.name));
  return ranked.slice(0, count).map(({ pod }) => pod);
}

export interface RankedPod {
  readonly pod: Pod;
  /** How many active pods of the same family are on its node. */
  readonly rank: number;
}

/** Negative when `a` dies before `b`: the first difference decides. */
export function compareVictims(a: RankedPod, b: RankedPod, now: Instant): number {
  return (
    unassignedFirst(a.pod, b.pod) ||
    phaseOrder(a.pod) - phaseOrder(b.pod) ||
    Number(isReady(a.pod)) - Number(isReady(b.pod)) ||
    deletionCost(a.pod) - deletionCost(b.pod) ||
    b.rank - a.rank ||
    (isReady(a.pod) && isReady(b.pod)
      ? youngerFirst(a.pod, b.pod, readySince(a.pod), readySince(b.pod), now)
      : 0) ||
    moreRestartsFirst(a.pod, b.pod) ||
    youngerFirst(a.pod, b.pod, createdAt(a.pod), createdAt(b.pod), now)
  );
}

/**
 * The order among the pods of a Job (J-10): by exact times, and without a look at their nodes. A full tie is settled by
 * name, last first (P-3).
 */
export function compareActivePods(a: Pod, b: Pod): number {
  return (
    unassignedFirst(a, b) ||
    phaseOrder(a) - phaseOrder(b) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    (isReady(a) ? latestFirst(readySince(a), readySince(b)) : 0) ||
    moreRestartsFirst(a, b) ||
    latestFirst(createdAt(a), createdAt(b)) ||
    compareText(b.metadata.name, a.metadata.name)
  );
}

function latestFirst(timeA: Instant | undefined, timeB: Instant | undefined): number {
  return (timeB ?? Number.MAX_SAFE_INTEGER) - (timeA ?? Number.MAX_SAFE_INTEGER);
}

const nodeOf = (pod: Pod): string => pod.spec.nodeName ?? '';

function unassignedFirst(a: Pod, b: Pod): number {
  return Number(nodeOf(a) !== '') - Number(nodeOf(b) !== '');
}

function phaseOrder(pod: Pod): number {
  const phase = pod.status?.phase;
  return phase === 'Unknown' || phase === 'Running' ? PHASE_ORDER[phase] : PHASE_ORDER.Pending;
}

/** The annotation as an int32 without plus sign or leading zeros; anything else counts as 0. */
export function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST];
  if (text === undefined || !/^(0|-?[1-9][0-9]*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost === (cost | 0) ? cost : 0;
}

function createdAt(pod: Pod): Instant | undefined {
  return pod.metadata.creationTimestamp ? instantOf(pod.metadata.creationTimestamp) : undefined;
}

/** By age in powers of two, so that pods of about the same age die by chance (their UID), not youngest first. */
function youngerFirst(
  a: Pod,
  b: Pod,
  timeA: Instant | undefined,
  timeB: Instant | undefined,
  now: Instant,
): number {
  if (timeA === timeB) return 0;
  if (timeA === undefined) return -1;
  if (timeB === undefined) return 1;
  return ageBucket(timeA, now) - ageBucket(timeB, now) || compareText(a.metadata.uid, b.metadata.uid);
}

function ageBucket(since: Instant, now: Instant): number {
  const nanoseconds = (now - since) * 1_000_000;
  return nanoseconds > 0 ? Math.floor(Math.log2(nanoseconds)) : -1;
}

function moreRestartsFirst(a: Pod, b: Pod): number {
  return restarts(b) - restarts(a) || sidecarRestarts(b) - sidecarRestarts(a);
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount));
}

function sidecarRestarts(pod: Pod): number {
  const sidecars = (pod.spec.initContainers ?? []).filter(
    (container) => container.restartPolicy === 'Always',
  );
  const names = new Set(sidecars.map((container) => container.name));
  const statuses = (pod.status?.initContainerStatuses ?? []).filter((status) => names.has(status.name));
  return Math.max(0, ...statuses.map((status) => status.restartCount));
}
