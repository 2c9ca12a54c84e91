import type { Job, JobCondition, JobConditionType } from '../../kinds/batch/job/types.ts';
import { type Instant, timeOf } from '../../machinery/instant.ts';

type Conditions = readonly JobCondition[];

/** A condition that is told now for the first time, or anew. */
export function newCondition(
  type: JobConditionType,
  status: 'True' | 'False',
  { reason, message }: { readonly reason: string; readonly message: string },
  now: Instant,
): JobCondition {
  const time = timeOf(now);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
}

/** The list with the condition; from nothing to False is no change, and what says the same is left (ensureJobConditionStatus). */
export function withCondition(conditions: Conditions, next: JobCondition): Conditions {
  const before = conditions.find(({ type }) => type === next.type);
  if (before === undefined) return next.status === 'False' ? conditions : [...conditions, next];
  const { status, reason, message } = next;
  if (before.status === status && before.reason === reason && before.message === message) return conditions;
  return conditions.map((one) => (one === before ? next : one));
}

export const conditionsOf = ({ status }: Job): Conditions => status?.conditions ?? [];
