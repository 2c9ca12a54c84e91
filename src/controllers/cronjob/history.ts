import type { CronJob } from '../../kinds/batch/cronjob/types.ts';
import { finishedCondition } from '../../kinds/batch/job/conditions.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import { compareText } from '../../machinery/json.ts';

/** Finished Jobs beyond what the limits keep: the successful ones first, oldest first (C-7). */
export function surplusJobs({ spec }: CronJob, jobs: readonly Job[]): readonly Job[] {
  const ended = (type: 'Complete' | 'Failed') => jobs.filter((job) => finishedCondition(job)?.type === type);
  return [
    ...oldest(ended('Complete'), spec.successfulJobsHistoryLimit),
    ...oldest(ended('Failed'), spec.failedJobsHistoryLimit),
  ];
}

function oldest(jobs: readonly Job[], kept: number | undefined): readonly Job[] {
  if (kept === undefined || jobs.length <= kept) return [];
  return jobs.toSorted(byStart).slice(0, jobs.length - kept);
}

/** Those that never started come last. */
function byStart(a: Job, b: Job): number {
  const [startA, startB] = [a.status?.startTime, b.status?.startTime];
  if (startA === startB) return compareText(a.metadata.name, b.metadata.name);
  if (startA === undefined) return 1;
  return startB === undefined ? -1 : compareText(startA, startB);
}
