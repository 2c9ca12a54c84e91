import { isTracked } from '../../kinds/batch/job/tracking.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import { isActive, isFinished, isReady } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { finishTime } from './back-off.ts';
import { hasIndex, type Intervals, parseIndexes, totalOf, withIndexes } from './index-intervals.ts';
import { matchFailurePolicy } from './pod-failure-policy.ts';
import {
  completionIndexOf,
  earlierFailures,
  isIndexed,
  isPodFailed,
  isUncounted,
  validIndexOf,
} from './traits.ts';

/** What a sync finds, before it does anything. */
export interface Survey {
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  /** Ended, and not in the status yet. */
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  /** Of an Indexed Job. */
  readonly indexes?: IndexSurvey;
}

export interface IndexSurvey {
  /** Those the status tells. */
  readonly known: Intervals;
  readonly succeeded: Intervals;
  /** With backoffLimitPerIndex. */
  readonly failed?: Intervals;
  /** The failed pod of each index that is to get another one: it stays until then, for its failures are carried on. */
  readonly waiting: ReadonlyMap<number, Pod>;
}

export function surveyOf(job: Job, pods: readonly Pod[]): Survey {
  const { succeeded = 0, failed = 0, uncountedTerminatedPods: uncounted = {} } = job.status ?? {};
  const told = new Set([...(uncounted.succeeded ?? []), ...(uncounted.failed ?? [])]);
  const fresh = pods.filter((pod) => isUncounted(pod, job) && !told.has(pod.metadata.uid));
  const newSucceeded = fresh.filter(({ status }) => status?.phase === 'Succeeded');
  const newFailed = fresh.filter((pod) => isPodFailed(pod, job));
  const active = pods.filter(isActive);
  const indexes = isIndexed(job) ? surveyIndexes(job, pods, active) : undefined;
  return {
    pods,
    active,
    ready: active.filter(isReady).length,
    terminating: pods.filter((pod) => isTerminating(pod) && !isFinished(pod)).length,
    newSucceeded,
    newFailed,
    succeeded:
      indexes === undefined
        ? succeeded + newSucceeded.length + (uncounted.succeeded ?? []).length
        : totalOf(indexes.succeeded),
    failed: failed + newFailed.filter(countsIn(job)).length + (uncounted.failed ?? []).length,
    ...(indexes === undefined ? {} : { indexes }),
  };
}

const countsIn =
  ({ spec }: Job) =>
  (pod: Pod): boolean =>
    matchFailurePolicy(spec.podFailurePolicy, pod).counts;

function surveyIndexes(job: Job, pods: readonly Pod[], active: readonly Pod[]): IndexSurvey {
  const { completions = 0, backoffLimitPerIndex } = job.spec;
  const known = parseIndexes(job.status?.completedIndexes ?? '', completions);
  const uncounted = pods.filter((pod) => isTracked(pod) && validIndexOf(pod, job) !== undefined);
  const succeeded = withIndexes(
    known,
    indexesOf(uncounted.filter(({ status }) => status?.phase === 'Succeeded')),
  );
  if (backoffLimitPerIndex === undefined) return { known, succeeded, waiting: new Map() };
  const failed = withIndexes(
    parseIndexes(job.status?.failedIndexes ?? '', completions),
    indexesOf(uncounted.filter((pod) => isIndexFailed(pod, job, backoffLimitPerIndex))),
  );
  return { known, succeeded, failed, waiting: waitingPods(job, uncounted, { active, succeeded, failed }) };
}

/** The indexes that pods work on. */
export const indexesOf = (pods: readonly Pod[]): ReadonlySet<number> =>
  new Set(pods.flatMap((pod) => completionIndexOf(pod) ?? []));

/** Whether with this pod its index has failed for good. */
function isIndexFailed(pod: Pod, job: Job, limit: number): boolean {
  if (!isPodFailed(pod, job)) return false;
  const { counts, action } = matchFailurePolicy(job.spec.podFailurePolicy, pod);
  return action === 'FailIndex' || (counts && earlierFailures(pod).counted >= limit);
}

interface Settled {
  readonly active: readonly Pod[];
  readonly succeeded: Intervals;
  readonly failed: Intervals;
}

function waitingPods(
  job: Job,
  pods: readonly Pod[],
  { active, succeeded, failed }: Settled,
): ReadonlyMap<number, Pod> {
  const atWork = indexesOf(active);
  const waiting = new Map<number, Pod>();
  for (const pod of pods) {
    const index = validIndexOf(pod, job);
    if (index === undefined || !isPodFailed(pod, job)) continue;
    if (atWork.has(index) || hasIndex(succeeded, index) || hasIndex(failed, index)) continue;
    const other = waiting.get(index);
    if (other === undefined || isLater(pod, other)) waiting.set(index, pod);
  }
  return waiting;
}

function isLater(pod: Pod, other: Pod): boolean {
  return allFailures(other) <= allFailures(pod) && finishTime(pod) >= finishTime(other);
}

function allFailures(pod: Pod): number {
  const { counted, ignored } = earlierFailures(pod);
  return counted + ignored;
}
