import { type Instant, instantOf, seconds, type Time } from '../../../machinery/instant.ts';
import { isTerminating } from '../../../machinery/object-meta.ts';
import type { ConditionStatus, Pod, PodCondition, PodStatus } from './types.ts';

/** Succeeded or Failed: no container will run again. */
export const isFinished = (pod: Pod): boolean =>
  pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

/** Counts towards the size of a set: neither finished nor being deleted (C-5). */
export const isActive = (pod: Pod): boolean => !isFinished(pod) && !isTerminating(pod);

export const isScheduled = (pod: Pod): boolean => (pod.spec.nodeName ?? '') !== '';

export function condition(status: PodStatus | undefined, type: string): PodCondition | undefined {
  const conditions = status?.conditions;
  if (conditions === undefined) return undefined;
  for (const found of conditions) if (found.type === type) return found;
  return undefined;
}

/** Only the condition says it; the phase is not looked at (C-6). */
export const isReady = (pod: Pod): boolean => condition(pod.status, 'Ready')?.status === 'True';

export const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isReady(pod);

/** Since when the pod has been ready, to the second; undefined when it is not or when nobody wrote it down. */
export function readySince(pod: Pod): Instant | undefined {
  const ready = condition(pod.status, 'Ready');
  if (ready?.status !== 'True' || !ready.lastTransitionTime) return undefined;
  return instantOf(ready.lastTransitionTime);
}

/** Ready for more than minReadySeconds, strictly: timestamps are whole seconds, so it comes a fraction late (C-6). */
export function isAvailable(pod: Pod, minReadySeconds: number, now: Instant): boolean {
  if (!isReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const since = readySince(pod);
  return since !== undefined && since + seconds(minReadySeconds) < now;
}

/** What a caller says of a condition: the times are kept by {@link withCondition}. */
export interface ConditionUpdate {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason?: string;
  readonly message?: string;
}

/** The status with the condition set; lastTransitionTime moves only with the status (UpdatePodCondition). */
export function withCondition(status: PodStatus, update: ConditionUpdate, now: Time): PodStatus {
  const conditions = status.conditions ?? [];
  const before = condition(status, update.type);
  const since = before?.status === update.status ? (before.lastTransitionTime ?? now) : now;
  const next: PodCondition = { ...timeless(update), lastProbeTime: null, lastTransitionTime: since };
  if (before === undefined) return { ...status, conditions: [...conditions, next] };
  if (sameCondition(before, next)) return status;
  return { ...status, conditions: conditions.map((each) => (each === before ? next : each)) };
}

function timeless({ type, status, reason, message }: ConditionUpdate): ConditionUpdate {
  return {
    type,
    status,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  };
}

const sameCondition = (a: PodCondition, b: PodCondition): boolean =>
  a.status === b.status &&
  a.reason === b.reason &&
  a.message === b.message &&
  (a.lastTransitionTime ?? null) === (b.lastTransitionTime ?? null);
