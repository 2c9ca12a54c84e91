import type { Job, JobCondition, JobConditionType } from './types.ts';

/** Whether the job has the condition, and it is true. */
export function isTrue({ status }: Job, type: JobConditionType): boolean {
  return status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
}

export const isComplete = (job: Job): boolean => isTrue(job, 'Complete');
export const isFailed = (job: Job): boolean => isTrue(job, 'Failed');
export const isFinished = (job: Job): boolean => isComplete(job) || isFailed(job);

/** The condition that says how the job has ended. */
export function finishedCondition({ status }: Job): JobCondition | undefined {
  return status?.conditions?.find(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  );
}
