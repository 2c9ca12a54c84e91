import { humanDuration } from '../../../machinery/duration.ts';
import { type Instant, instantOf } from '../../../machinery/instant.ts';
import { ageColumn, column, containerColumns, nameColumn, selectorColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import { isTrue } from './conditions.ts';
import type { Job, JobConditionType } from './types.ts';

export const columns: readonly Column<Job>[] = [
  nameColumn,
  column('Status', statusCell),
  column('Completions', completionsCell),
  column('Duration', durationCell),
  ageColumn,
  ...containerColumns<Job>(({ spec }) => spec.template),
  selectorColumn(({ spec }) => spec.selector),
];

/** In this order; a job that is being deleted comes before those that have not ended. */
function statusCell(job: Job): string {
  const first = (...types: readonly JobConditionType[]) => types.find((type) => isTrue(job, type));
  const ended = first('Complete', 'Failed');
  if (ended !== undefined) return ended;
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return first('Suspended', 'FailureTarget') ?? 'Running';
}

function completionsCell({ spec: { completions, parallelism = 0 }, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationCell({ status }: Job, now: Instant): string {
  const { startTime, completionTime } = status ?? {};
  if (startTime === undefined) return '';
  return humanDuration(
    (completionTime === undefined ? now : instantOf(completionTime)) - instantOf(startTime),
  );
}
