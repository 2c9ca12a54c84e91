import { condition } from '../../kinds/core/pod/conditions.ts';
import type { ContainerStatus, Pod } from '../../kinds/core/pod/types.ts';
import { type Duration, type Instant, instantOf, minutes, seconds } from '../../machinery/instant.ts';
import { earlierFailures } from './traits.ts';

/** DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff (J-9). */
const FIRST = seconds(10);
const LONGEST = minutes(10);

/** How a Job's pods have failed since one of them last succeeded. */
export interface FailureRecord {
  readonly failures: number;
  readonly lastFailure?: Instant;
}

export const NO_FAILURES: FailureRecord = { failures: 0 };

/** The record with what has ended since it was made. */
export function recordAfter(
  record: FailureRecord,
  succeeded: readonly Pod[],
  failed: readonly Pod[],
): FailureRecord {
  const failures = failed.map(finishTime);
  if (succeeded.length === 0) {
    return failures.length === 0
      ? record
      : { failures: record.failures + failures.length, lastFailure: latest(failures) };
  }
  const lastSuccess = latest(succeeded.map(finishTime));
  const since = failures.filter((time) => time > lastSuccess);
  return since.length === 0 ? NO_FAILURES : { failures: since.length, lastFailure: latest(since) };
}

const latest = (times: readonly Instant[]): Instant => Math.max(...times) as Instant;

/** How long the next pod has to wait: 10 s after one failure, doubled by each further one, at most 10 min. */
export function remainingBackOff(
  { failures, lastFailure }: FailureRecord,
  now: Instant,
  first: Duration = FIRST,
  longest: Duration = LONGEST,
): Duration {
  if (failures === 0 || lastFailure === undefined) return 0 as Duration;
  const pause = failures > 1 ? Math.min(first * 2 ** (failures - 1), longest) : first;
  return Math.max(0, pause - (now - lastFailure)) as Duration;
}

/** The same for one index, whose last failed pod tells how often it failed before. */
export function remainingBackOffOfIndex(
  lastFailed: Pod | undefined,
  now: Instant,
  first: Duration = FIRST,
  longest: Duration = LONGEST,
): Duration {
  if (lastFailed === undefined) return 0 as Duration;
  const { counted, ignored } = earlierFailures(lastFailed);
  const record = { failures: counted + ignored + 1, lastFailure: finishTime(lastFailed) };
  return remainingBackOff(record, now, first, longest);
}

/** When a pod ended, as well as it can be told: by its containers, its readiness, its deletion or its creation. */
export function finishTime(pod: Pod): Instant {
  const { metadata, status } = pod;
  const ready = condition(status, 'Ready');
  return (
    containersEnd(pod) ??
    (ready?.status === 'False' && ready.lastTransitionTime
      ? instantOf(ready.lastTransitionTime)
      : undefined) ??
    deletionStart(pod) ??
    instantOf(metadata.creationTimestamp)
  );
}

/** Undefined while any container, or any sidecar, has not ended. */
function containersEnd({ spec, status }: Pod): Instant | undefined {
  const sidecars = new Set(
    (spec.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const mains = ends(status?.containerStatuses ?? []);
  const all = ends((status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)));
  if (mains === undefined || all === undefined || mains.length + all.length === 0) return undefined;
  return latest([...mains, ...all]);
}

function ends(statuses: readonly ContainerStatus[]): readonly Instant[] | undefined {
  const times = statuses.map(({ state }) => state?.terminated?.finishedAt);
  return times.every((time) => time) ? times.map((time) => instantOf(time ?? '')) : undefined;
}

function deletionStart({ metadata }: Pod): Instant | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  const grace = seconds(metadata.deletionGracePeriodSeconds ?? 0);
  return (instantOf(metadata.deletionTimestamp) - grace) as Instant;
}
