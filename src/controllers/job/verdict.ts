import { isTrue } from '../../kinds/batch/job/conditions.ts';
import type { Job, JobCondition } from '../../kinds/batch/job/types.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { type Instant, instantOf, seconds } from '../../machinery/instant.ts';
import { totalOf } from './index-intervals.ts';
import { matchFailurePolicy } from './pod-failure-policy.ts';
import { matchSuccessPolicy } from './success-policy.ts';
import type { Survey } from './survey.ts';
import { isPodFailed, isSuspended } from './traits.ts';

/** How a Job ends: the interim condition, or Failed where FailureTarget has been written already (J-6). */
export interface Verdict {
  readonly type: 'SuccessCriteriaMet' | 'FailureTarget' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

const failure = (reason: string, message: string): Verdict => ({ type: 'FailureTarget', reason, message });

export const COMPLETED: Verdict = {
  type: 'SuccessCriteriaMet',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

/** Whether the Job is to end, before any pod is made; what was decided once stands. Failures come before successes. */
export function verdictOf(job: Job, survey: Survey, now: Instant): Verdict | undefined {
  return (
    earlierVerdict(job) ??
    failedPodsVerdict(job, survey.pods) ??
    limitsVerdict(job, survey, now) ??
    indexesVerdict(job, survey) ??
    successVerdict(job, survey)
  );
}

function earlierVerdict({ status }: Job): Verdict | undefined {
  const told = (type: JobCondition['type']) =>
    status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
  const success = told('SuccessCriteriaMet');
  if (success !== undefined) return verdictFrom(success, 'SuccessCriteriaMet');
  const target = told('FailureTarget');
  return target === undefined ? undefined : verdictFrom(target, 'Failed');
}

const verdictFrom = ({ reason = '', message = '' }: JobCondition, type: Verdict['type']): Verdict => ({
  type,
  reason,
  message,
});

function failedPodsVerdict(job: Job, pods: readonly Pod[]): Verdict | undefined {
  const policy = job.spec.podFailurePolicy;
  if (policy === undefined) return undefined;
  for (const pod of pods) {
    const message = isPodFailed(pod, job) ? matchFailurePolicy(policy, pod).message : undefined;
    if (message !== undefined) return failure('PodFailurePolicy', message);
  }
  return undefined;
}

function limitsVerdict(job: Job, { failed, pods }: Survey, now: Instant): Verdict | undefined {
  if (failed > job.spec.backoffLimit || isRestartedTooOften(job, pods)) {
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const deadline = deadlineOf(job);
  return deadline !== undefined && now >= deadline
    ? failure('DeadlineExceeded', 'Job was active longer than specified deadline')
    : undefined;
}

/** Containers that the kubelet restarts count as failures of the Job while their pod lives (J-8). */
function isRestartedTooOften({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const one of status.initContainerStatuses ?? []) restarts += one.restartCount;
    for (const one of status.containerStatuses ?? []) restarts += one.restartCount;
  }
  return spec.backoffLimit === 0 ? restarts > 0 : restarts >= spec.backoffLimit;
}

/** When a Job that is not suspended, nor goes on only now, has been active for too long (J-12). */
export function deadlineOf(job: Job): Instant | undefined {
  const { activeDeadlineSeconds } = job.spec;
  const startTime = job.status?.startTime;
  if (activeDeadlineSeconds === undefined || startTime === undefined) return undefined;
  if (isSuspended(job) || isTrue(job, 'Suspended')) return undefined;
  return (instantOf(startTime) + seconds(activeDeadlineSeconds)) as Instant;
}

function indexesVerdict({ spec }: Job, { indexes }: Survey): Verdict | undefined {
  if (indexes?.failed === undefined) return undefined;
  const failed = totalOf(indexes.failed);
  if (spec.maxFailedIndexes !== undefined && failed > spec.maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes';
    return failure('MaxFailedIndexesExceeded', message);
  }
  return failed > 0 && failed + totalOf(indexes.succeeded) >= (spec.completions ?? 0)
    ? failure('FailedIndexes', 'Job has failed indexes')
    : undefined;
}

function successVerdict({ spec }: Job, { indexes }: Survey): Verdict | undefined {
  if (indexes === undefined) return undefined;
  const message = matchSuccessPolicy(spec.successPolicy, spec.completions ?? 0, indexes.succeeded);
  return message === undefined ? undefined : { type: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message };
}

/** Whether what was wanted has been reached, once pods were made or deleted and so many are active (J-1, J-10). */
export function isDone({ spec }: Job, succeeded: number, active: number): boolean {
  return active === 0 && (spec.completions === undefined ? succeeded > 0 : succeeded >= spec.completions);
}
