import { isTracked } from '../../kinds/batch/job/tracking.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { isTerminating } from '../../machinery/object-meta.ts';

export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';

const OWN_NAME = 'kubernetes.io/job-controller';

/** Another controller looks after the Job. */
export const isManagedElsewhere = ({ spec }: Job): boolean => (spec.managedBy ?? OWN_NAME) !== OWN_NAME;
export const isIndexed = ({ spec }: Job): boolean => spec.completionMode === 'Indexed';
export const isSuspended = ({ spec }: Job): boolean => spec.suspend === true;

/** Pods are replaced only once they have ended, not when their deletion begins; so it is with a failure policy too. */
export const replacesOnlyFailed = ({ spec }: Job): boolean =>
  spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;

/** Failed, or on the way out without having succeeded where that counts already (J-7). */
export function isPodFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return !replacesOnlyFailed(job) && isTerminating(pod) && pod.status?.phase !== 'Succeeded';
}

/** The completion index a pod works on; undefined where none is told. */
export function completionIndexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[COMPLETION_INDEX];
  return text !== undefined && /^\+?[0-9]+$/.test(text) ? Number(text) : undefined;
}

/** The index, where it is one of those that have to complete. */
export function validIndexOf(pod: Pod, { spec }: Job): number | undefined {
  const index = completionIndexOf(pod);
  return index !== undefined && index < (spec.completions ?? 0) ? index : undefined;
}

/** Not counted yet; for an Indexed Job also of an index that counts. */
export const isUncounted = (pod: Pod, job: Job): boolean =>
  isTracked(pod) && (!isIndexed(job) || validIndexOf(pod, job) !== undefined);

export interface IndexFailures {
  readonly counted: number;
  readonly ignored: number;
}

/** How often the index had failed before this pod, as the pod's annotations carry it on. */
export function earlierFailures({ metadata: { annotations } }: Pod): IndexFailures {
  return {
    counted: countFrom(annotations?.[FAILURE_COUNT]),
    ignored: countFrom(annotations?.[IGNORED_FAILURE_COUNT]),
  };
}

function countFrom(text: string | undefined): number {
  const count = /^[+-]?[0-9]+$/.test(text ?? '') ? Number(text) : 0;
  return count < 0 || count > 2 ** 31 - 1 ? 0 : count;
}

export function failureAnnotations({ counted, ignored }: IndexFailures): Readonly<Record<string, string>> {
  return {
    [FAILURE_COUNT]: String(counted),
    ...(ignored > 0 ? { [IGNORED_FAILURE_COUNT]: String(ignored) } : {}),
  };
}
