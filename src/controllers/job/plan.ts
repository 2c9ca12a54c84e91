import type { Job } from '../../kinds/batch/job/types.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Duration, Instant } from '../../machinery/instant.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { compareActivePods } from '../pod-control/replicas/victims.ts';
import { type FailureRecord, remainingBackOff, remainingBackOffOfIndex } from './back-off.ts';
import { firstFree, mergeIntervals, withIndexes } from './index-intervals.ts';
import { type IndexSurvey, indexesOf, type Survey } from './survey.ts';
import { completionIndexOf, isIndexed, isSuspended, replacesOnlyFailed } from './traits.ts';

/** At most so many pods are made or deleted in one sync (J-10). */
const BURST = 500;

/** What a Job that goes on does about its pods: pods go before any is made, and never both in one sync. */
export type Plan =
  | { readonly does: 'deletes'; readonly pods: readonly Pod[] }
  /** For the back-off to be over. */
  | { readonly does: 'waits'; readonly length: Duration }
  /** The completion index of each pod to make, for Indexed Jobs. */
  | { readonly does: 'creates'; readonly indexes: readonly (number | undefined)[] }
  | { readonly does: 'nothing' };

const NOTHING: Plan = { does: 'nothing' };

/** J-10 */
export function planPods(job: Job, survey: Survey, record: FailureRecord, now: Instant): Plan {
  const active = survey.active.length;
  if (isSuspended(job)) return { does: 'deletes', pods: podsToRemove(job, survey.active, active) };
  const wanted = wantedPods(job, survey);
  const surplus = podsToRemove(job, survey.active, Math.max(0, active - wanted)).slice(0, BURST);
  if (surplus.length > 0) return { does: 'deletes', pods: surplus };
  const missing = wanted - active - (replacesOnlyFailed(job) ? survey.terminating : 0);
  return missing > 0 ? planCreation(job, survey, missing, record, now) : NOTHING;
}

/** A work queue stops growing with its first success; any other Job never starts more than are left to do. */
function wantedPods({ spec }: Job, { active, succeeded }: Survey): number {
  if (spec.completions === undefined) return succeeded > 0 ? active.length : spec.parallelism;
  return Math.max(0, Math.min(spec.completions - succeeded, spec.parallelism));
}

function planCreation(job: Job, survey: Survey, missing: number, record: FailureRecord, now: Instant): Plan {
  const { backoffLimitPerIndex } = job.spec;
  const isPerIndex = backoffLimitPerIndex !== undefined;
  const length = isPerIndex ? 0 : remainingBackOff(record, now);
  if (length > 0) return { does: 'waits', length: length as Duration };
  const count = Math.min(missing, BURST);
  if (survey.indexes === undefined) {
    return { does: 'creates', indexes: Array.from({ length: count }, () => undefined) };
  }
  const indexes = pendingIndexes(job, survey, survey.indexes, count);
  return isPerIndex ? planIndexes(indexes, survey.indexes, now) : { does: 'creates', indexes };
}

/** The lowest indexes that nobody works on, and that have neither succeeded nor failed (J-11). */
export function pendingIndexes(
  job: Job,
  survey: Survey,
  indexes: IndexSurvey,
  count: number,
): readonly number[] {
  return firstFree(takenIndexes(job, survey, indexes), count, job.spec.completions ?? 0);
}

function takenIndexes(job: Job, { active, pods }: Survey, { succeeded, failed }: IndexSurvey) {
  const ending = replacesOnlyFailed(job) ? pods.filter((pod) => isTerminating(pod) && !hasEnded(pod)) : [];
  const taken = withIndexes(succeeded, new Set([...indexesOf(active), ...indexesOf(ending)]));
  return failed === undefined ? taken : mergeIntervals(taken, failed);
}

const hasEnded = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';

/** Those whose own back-off is over; where none is, the shortest wait. */
function planIndexes(indexes: readonly number[], { waiting }: IndexSurvey, now: Instant): Plan {
  const left = indexes.map((index) => remainingBackOffOfIndex(waiting.get(index), now));
  const ready = indexes.filter((_, place) => left[place] === 0);
  if (ready.length > 0 || indexes.length === 0) return { does: 'creates', indexes: ready };
  return { does: 'waits', length: Math.min(...left) as Duration };
}

/** At least so many active pods; of an Indexed Job also those without a valid index, and all but one of each index. */
function podsToRemove(job: Job, active: readonly Pod[], atLeast: number): readonly Pod[] {
  const { remove, keep } = isIndexed(job) ? sortedOut(job, active) : { remove: [], keep: active };
  if (remove.length >= atLeast) return remove;
  return [...remove, ...keep.toSorted(compareActivePods).slice(0, atLeast - remove.length)];
}

function sortedOut({ spec }: Job, active: readonly Pod[]): { remove: readonly Pod[]; keep: readonly Pod[] } {
  const byIndex = new Map<number, Pod[]>();
  const remove: Pod[] = [];
  const keep: Pod[] = [];
  for (const pod of active) {
    const index = completionIndexOf(pod);
    if (index === undefined || index >= (spec.completions ?? 0)) remove.push(pod);
    else byIndex.set(index, [...(byIndex.get(index) ?? []), pod]);
  }
  for (const pods of byIndex.values()) {
    const ranked = pods.toSorted(compareActivePods);
    remove.push(...ranked.slice(0, -1));
    keep.push(...ranked.slice(-1));
  }
  return { remove, keep };
}
