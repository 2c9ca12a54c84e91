import type { Pod, PodCondition } from '../../kinds/core/pod/types.ts';
import { type Instant, instantOf, seconds } from '../../machinery/instant.ts';
import { isTerminating } from '../../machinery/object-meta.ts';

export const hasEnded = (pod: Pod): boolean =>
  pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

/** Counts towards the size of a set: not ended and not being deleted (C-5). */
export const isActive = (pod: Pod): boolean => !hasEnded(pod) && !isTerminating(pod);

export function readyCondition(pod: Pod): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === 'Ready');
}

/** Only the condition says it; the phase is not looked at (C-6). */
export const isReady = (pod: Pod): boolean => readyCondition(pod)?.status === 'True';

/** Since when the pod has been Ready, to the second; undefined when it is not or when nobody wrote it down. */
export function readySince(pod: Pod): Instant | undefined {
  const condition = readyCondition(pod);
  if (condition?.status !== 'True' || !condition.lastTransitionTime) return undefined;
  return instantOf(condition.lastTransitionTime);
}

/** Ready for more than minReadySeconds, strictly: timestamps are whole seconds, so it comes a fraction late (C-6). */
export function isAvailable(pod: Pod, minReadySeconds: number, now: Instant): boolean {
  if (!isReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const since = readySince(pod);
  return since !== undefined && since + seconds(minReadySeconds) < now;
}
