import { isTracked } from '../../kinds/batch/job/tracking.ts';
import type { Job, JobStatus } from '../../kinds/batch/job/types.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { isTerminating, type Uid } from '../../machinery/object-meta.ts';
import { formatIndexes, hasIndex, totalOf, withIndexes } from './index-intervals.ts';
import { matchFailurePolicy } from './pod-failure-policy.ts';
import type { IndexSurvey, Survey } from './survey.ts';
import { completionIndexOf, isIndexed, isPodFailed, validIndexOf } from './traits.ts';
import type { Verdict } from './verdict.ts';

/** A status lists at most so many pods as counted while their finalizers go (MaxUncountedPods). */
const UNCOUNTED_MOST = 500;

export interface Tracking {
  /** To be written before any finalizer goes. */
  readonly status: JobStatus;
  /** Whose finalizers go then. */
  readonly released: readonly Pod[];
  /** There are more than a status can list: the next sync goes on. */
  readonly isCut: boolean;
}

interface Uncounted {
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
}

/**
 * Which pods are counted in this sync: each is listed in the status first, then loses its finalizer, then becomes part of
 * the sum. Whatever interrupts that, a pod is counted once.
 */
export function trackPods(job: Job, survey: Survey, verdict: Verdict | undefined): Tracking {
  const tracked = survey.pods.filter(isTracked);
  const pods = isIndexed(job) ? tracked.toSorted(byCompletionIndex) : tracked;
  const before = withoutReleased(job.status ?? {}, new Set(tracked.map(({ metadata }) => metadata.uid)));
  const uncounted = uncountedOf(before);
  const succeeded = [...uncounted.succeeded];
  const failed = [...uncounted.failed];
  const newIndexes: number[] = [];
  const released: Pod[] = [];
  for (const pod of pods) {
    if (newIndexes.length + succeeded.length + failed.length >= UNCOUNTED_MOST) break;
    if (!isReleased(pod, job, survey, verdict)) continue;
    released.push(pod);
    const { uid } = pod.metadata;
    const counted = countedAs(pod, job, verdict);
    if (counted === 'failed' && !failed.includes(uid)) failed.push(uid);
    if (counted !== 'succeeded' || failed.includes(uid)) continue;
    if (survey.indexes !== undefined) newIndexes.push(...newIndexOf(pod, job, survey.indexes));
    else if (!succeeded.includes(uid)) succeeded.push(uid);
  }
  const listed = Object.assign({}, before, {
    uncountedTerminatedPods: uncountedField({ succeeded, failed }),
  });
  const status = survey.indexes === undefined ? listed : withIndexFields(listed, survey.indexes, newIndexes);
  const isCut = newIndexes.length + succeeded.length + failed.length >= UNCOUNTED_MOST;
  return { status, released, isCut };
}

function byCompletionIndex(a: Pod, b: Pod): number {
  return (completionIndexOf(a) ?? -1) - (completionIndexOf(b) ?? -1);
}

/** Whether the pod need not be kept any longer. */
function isReleased(pod: Pod, job: Job, { indexes }: Survey, verdict: Verdict | undefined): boolean {
  if (isTerminating(job) || verdict !== undefined || pod.status?.phase === 'Succeeded') return true;
  if (!isPodFailed(pod, job)) return false;
  const index = completionIndexOf(pod);
  const waiting = index === undefined ? undefined : indexes?.waiting.get(index);
  return waiting?.metadata.uid !== pod.metadata.uid;
}

/** When the Job has failed every pod that has not ended counts as failed. */
function countedAs(pod: Pod, job: Job, verdict: Verdict | undefined): 'succeeded' | 'failed' | 'nothing' {
  if (pod.status?.phase === 'Succeeded') return 'succeeded';
  const isLost = verdict !== undefined && verdict.type !== 'SuccessCriteriaMet';
  if (!isPodFailed(pod, job) && !isLost) return 'nothing';
  if (isIndexed(job) && validIndexOf(pod, job) === undefined) return 'nothing';
  return matchFailurePolicy(job.spec.podFailurePolicy, pod).counts ? 'failed' : 'nothing';
}

function newIndexOf(pod: Pod, job: Job, { known }: IndexSurvey): readonly number[] {
  const index = validIndexOf(pod, job);
  return index === undefined || hasIndex(known, index) ? [] : [index];
}

/** An index that succeeded counts once, however many of its pods did (J-11). */
function withIndexFields(
  { succeeded: _, completedIndexes: __, ...status }: JobStatus,
  { succeeded, failed }: IndexSurvey,
  newIndexes: readonly number[],
): JobStatus {
  const all = withIndexes(succeeded, newIndexes);
  const total = totalOf(all);
  return {
    ...status,
    ...(total === 0 ? {} : { succeeded: total, completedIndexes: formatIndexes(all) }),
    ...(failed === undefined ? {} : { failedIndexes: formatIndexes(failed) }),
  };
}

/** The status with pods that have lost their finalizers counted, and no longer listed. */
export function withoutReleased(status: JobStatus, tracked: ReadonlySet<Uid>): JobStatus {
  const { succeeded, failed } = uncountedOf(status);
  const isLeft = (uid: string): boolean => tracked.has(uid as Uid);
  const left = { succeeded: succeeded.filter(isLeft), failed: failed.filter(isLeft) };
  return Object.assign(
    {},
    status,
    sum('succeeded', status.succeeded, succeeded.length - left.succeeded.length),
    sum('failed', status.failed, failed.length - left.failed.length),
    { uncountedTerminatedPods: uncountedField(left) },
  );
}

const sum = (field: 'succeeded' | 'failed', before = 0, more: number): Partial<JobStatus> =>
  before + more === 0 ? {} : { [field]: before + more };

function uncountedOf({ uncountedTerminatedPods: listed = {} }: JobStatus): Uncounted {
  return { succeeded: listed.succeeded ?? [], failed: listed.failed ?? [] };
}

function uncountedField({ succeeded, failed }: Uncounted) {
  return {
    ...(succeeded.length === 0 ? {} : { succeeded }),
    ...(failed.length === 0 ? {} : { failed }),
  };
}

/** Whether a pod is listed that is not part of the sum yet. */
export function hasUncounted(status: JobStatus): boolean {
  const { succeeded, failed } = uncountedOf(status);
  return succeeded.length + failed.length > 0;
}
