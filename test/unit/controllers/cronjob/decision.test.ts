import { describe, expect, test } from 'vitest';
import { decide } from '../../../../src/controllers/cronjob/decision.ts';
import { jobName } from '../../../../src/controllers/cronjob/job-draft.ts';
import { untilNext } from '../../../../src/controllers/cronjob/missed.ts';
import type { CronJob } from '../../../../src/kinds/batch/cronjob/types.ts';
import type { Job } from '../../../../src/kinds/batch/job/types.ts';
import { after, instantOf, seconds, type Time, timeOf } from '../../../../src/machinery/instant.ts';
import type { Uid } from '../../../../src/machinery/object-meta.ts';
import { jobOf } from '../../../support/jobs.ts';
import { meta } from '../../../support/workloads.ts';
import table from '../../../vectors/platform-cron.json' with { type: 'json' };

interface Row {
  readonly case: string;
  readonly concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
  readonly schedule: string;
  readonly timeZone?: string;
  readonly suspend?: boolean;
  readonly deadline?: number;
  readonly now: unknown;
  readonly cronjobCreationTime?: string;
  readonly lastScheduleTime?: string;
  readonly jobCreationTime: string;
  readonly ranPreviously?: boolean;
  readonly stillActive?: boolean;
  readonly jobPresentInCJActiveStatus?: boolean;
  readonly jobStillNotFoundInLister?: boolean;
  readonly expectCreate?: boolean;
  readonly expectActive?: number;
  readonly expectedWarnings?: number;
  readonly expectRequeueAfter?: boolean;
  readonly expectedRequeueDuration?: { readonly seconds: number };
}

const NO_DEADLINE = -12345;
/** Times that upstream's table computes. */
const COMPUTED: Readonly<Record<string, string>> = {
  justAfterTheHourInZone: '2016-05-19T14:01:00Z',
  'weekAfterTheHour().Add(1 * time.Minute).Add': '2016-05-26T10:01:11Z',
};

const nowOf = ({ now }: Row) =>
  instantOf(typeof now === 'string' ? now : (COMPUTED[(now as { readonly $call: string }).$call] ?? ''));

/** The calls of an API that refuses are no decision. */
const rows = (table.tables.sync as readonly object[])
  .map(
    (row): Row => ({ now: '2016-05-19T09:30:00Z', jobCreationTime: '2016-05-19T09:01:00Z', ...row }) as Row,
  )
  .filter((row) => !('jobCreateError' in row) && !('jobGetErr' in row));

const UID = '1234' as Uid;
const started = (row: Row) => jobName('mycronjob', instantOf(row.jobCreationTime));

function cronJobOf(row: Row): CronJob {
  const { concurrencyPolicy, schedule, timeZone, suspend = false, deadline } = row;
  const created = row.cronjobCreationTime ?? `2016-05-19T${row.ranPreviously ? '08' : '09'}:59:00Z`;
  const job = { kind: 'Job', namespace: 'default', name: started(row), uid: UID };
  // A cache that lags behind is not known here: a Job that runs is listed.
  const isListed =
    row.ranPreviously === true && (row.jobPresentInCJActiveStatus === true || row.stillActive === true);
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta('mycronjob', { creationTimestamp: created as Time }),
    spec: {
      concurrencyPolicy,
      schedule,
      suspend,
      jobTemplate: { spec: jobOf().spec },
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(deadline === undefined || deadline === NO_DEADLINE ? {} : { startingDeadlineSeconds: deadline }),
    },
    status: {
      ...(row.ranPreviously === true
        ? { lastScheduleTime: (row.lastScheduleTime ?? '2016-05-19T09:01:00Z') as Time }
        : {}),
      ...(isListed ? { active: [job] } : {}),
    },
  };
}

const completionOf = (row: Row): Time => timeOf(after(instantOf(row.jobCreationTime), seconds(10)));

function jobsOf(row: Row): readonly Job[] {
  if (row.ranPreviously !== true || row.jobStillNotFoundInLister === true) return [];
  const completionTime = completionOf(row);
  const job = jobOf({
    name: started(row),
    ...(row.stillActive === true
      ? {}
      : { status: { completionTime, conditions: [{ type: 'Complete', status: 'True' }] } }),
  });
  return [{ ...job, metadata: { ...job.metadata, uid: UID } }];
}

describe('C-3 to C-6 what one look at a CronJob decides', () => {
  test.each(rows)('$case', (row) => {
    const now = nowOf(row);
    const cronJob = cronJobOf(row);
    const decision = decide(cronJob, jobsOf(row), () => row.jobStillNotFoundInLister === true, now);
    const { start, told } = decision;
    expect(start !== undefined).toBe(row.expectCreate === true);
    if (row.ranPreviously === true && row.stillActive !== true) {
      expect(decision.status.lastSuccessfulTime).toBe(completionOf(row));
    }
    expect(told.filter(({ type }) => type === 'Warning').length).toBe(row.expectedWarnings ?? 0);
    if (row.expectRequeueAfter !== true) return;
    const next = { ...cronJob, status: { ...decision.status } };
    const wait =
      start === undefined
        ? decision.wait
        : untilNext(
            { ...next, status: { ...next.status, lastScheduleTime: timeOf(start.time) } },
            start.schedule,
            now,
          );
    expect(wait).toBe(seconds(row.expectedRequeueDuration?.seconds ?? 0));
  });
});
