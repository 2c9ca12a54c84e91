import { describe, expect, test } from 'vitest';
import { CronJob } from '../../../src/kinds/batch/cronjob/kind.ts';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Time } from '../../../src/machinery/instant.ts';
import { cronJobDraft, exit, jobDraft, jobNames, minuteOf } from '../../support/jobs.ts';
import { refTo, Stage } from '../../support/scenario.ts';

describe('SP-53 hourly, never two at once, and each takes 90 minutes', () => {
  const stage = new Stage();
  stage.create(CronJob, cronJobDraft('report', '0 * * * *', { concurrencyPolicy: 'Forbid' }));
  test('the first at the full hour', () => {
    stage.pass(3600);
    expect(jobNames(stage)).toEqual([`report-${minuteOf('13:00')}`]);
  });
  test('the next hour is skipped', () => {
    stage.pass(3600);
    expect(jobNames(stage)).toEqual([`report-${minuteOf('13:00')}`]);
    expect(stage.events('report').at(-1)).toBe(
      'Normal JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid',
    );
  });
  test('and made up for as soon as the first has ended', () => {
    stage.pass(1800);
    exit(stage, 'report-', 0);
    stage.pass(2);
    expect(jobNames(stage)).toEqual([`report-${minuteOf('13:00')}`, `report-${minuteOf('14:00')}`]);
  });
});

describe('SP-54 a controller that was away', () => {
  const lastAt = '2026-01-01T09:00:00Z' as Time;
  const returned = (schedule: string, spec: object, last: Time): Stage => {
    const stage = new Stage();
    stage.pass(300);
    const made = stage.client.create(CronJob, cronJobDraft('report', schedule, spec));
    stage.client.updateStatus(CronJob, { ...made, status: { lastScheduleTime: last } });
    stage.settle();
    return stage;
  };
  test('for three hours starts one Job, for the last time it missed', () => {
    const stage = returned('*/10 * * * *', {}, lastAt);
    expect(jobNames(stage)).toEqual([`report-${minuteOf('12:00')}`]);
    expect(stage.get(CronJob, 'report').status?.lastScheduleTime).toBe('2026-01-01T12:00:00Z');
  });
  // Nothing is told of it: upstream looks back no further than the deadline, so that MissSchedule is out of its reach.
  test('five minutes with a deadline of one starts none', () => {
    const stage = returned('0 * * * *', { startingDeadlineSeconds: 60 }, lastAt);
    expect([jobNames(stage), stage.events('report')]).toEqual([[], []]);
  });
  test('for more than a hundred times warns, and still starts one', () => {
    const stage = returned('* * * * *', {}, lastAt);
    expect(jobNames(stage)).toEqual([`report-${minuteOf('12:05')}`]);
    expect(stage.events('report')).toEqual([
      'Warning TooManyMissedTimes too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
      `Normal SuccessfulCreate Created job report-${minuteOf('12:05')}`,
    ]);
  });
});

describe('SP-55 what is kept of eight Jobs', () => {
  const stage = new Stage();
  const jobSpec = { backoffLimit: 0 };
  stage.create(CronJob, cronJobDraft('report', '* * * * *', {}, jobSpec));
  for (const code of [0, 0, 1, 0, 1, 0, 1, 0]) {
    stage.pass(60);
    exit(stage, 'report-', code);
  }
  stage.pass(5);
  const minutes = (...times: readonly string[]) => times.map((time) => `report-${minuteOf(time)}`);
  test('three that succeeded and one that failed, the latest of each', () => {
    expect(jobNames(stage)).toEqual(minutes('12:04', '12:06', '12:07', '12:08'));
  });
  test('and their pods', () => {
    const owners = stage.pods().map(({ metadata }) => metadata.ownerReferences?.[0]?.name);
    expect(owners).toEqual(minutes('12:04', '12:06', '12:07', '12:08'));
  });
  test('what was told of one that went', () => {
    const name = `report-${minuteOf('12:01')}`;
    expect(stage.events('report').filter((event) => event.includes(name))).toEqual([
      `Normal SuccessfulCreate Created job ${name}`,
      `Normal SawCompletedJob Saw completed job: ${name}, condition: Complete`,
      `Normal SuccessfulDelete Deleted job ${name}`,
    ]);
  });
});

test('C-8 a CronJob that goes on makes up for the last time it missed, if that is within its deadline', () => {
  const stage = new Stage();
  stage.create(CronJob, cronJobDraft('report', '0 * * * *', { startingDeadlineSeconds: 60, suspend: true }));
  stage.pass(3659);
  stage.edit(CronJob, 'report', (cronJob) => ({ ...cronJob, spec: { ...cronJob.spec, suspend: false } }));
  expect(jobNames(stage)).toEqual([`report-${minuteOf('13:00')}`]);
});

describe('C-9 a new schedule', () => {
  const stage = new Stage();
  stage.create(CronJob, cronJobDraft('report', '0 0 * * *'));
  stage.pass(630);
  const reschedule = (schedule: string) =>
    stage.edit(CronJob, 'report', (cronJob) => ({ ...cronJob, spec: { ...cronJob.spec, schedule } }));
  reschedule('*/5 * * * *');
  test('makes up for nothing that it would have had before', () => {
    expect(jobNames(stage)).toEqual([]);
  });
  test('starts with the next time it comes', () => {
    stage.pass(275);
    expect(jobNames(stage)).toEqual([`report-${minuteOf('12:15')}`]);
  });
});

test('C-5 Replace deletes the Job that still runs', () => {
  const stage = new Stage();
  stage.create(CronJob, cronJobDraft('report', '* * * * *', { concurrencyPolicy: 'Replace' }));
  stage.pass(125);
  expect(jobNames(stage)).toEqual([`report-${minuteOf('12:02')}`]);
  expect(stage.events('report')).toEqual([
    `Normal SuccessfulCreate Created job report-${minuteOf('12:01')}`,
    `Normal SuccessfulDelete Deleted job report-${minuteOf('12:01')}`,
    `Normal SuccessfulCreate Created job report-${minuteOf('12:02')}`,
  ]);
});

test('C-2 a Job carries its scheduled time in the zone of the CronJob', () => {
  const stage = new Stage();
  stage.create(CronJob, cronJobDraft('report', '0 14 * * *', { timeZone: 'Europe/Berlin' }));
  stage.pass(3605);
  expect(stage.list(Job).map(({ metadata }) => metadata.annotations)).toEqual([
    { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T14:00:00+01:00' },
  ]);
});

test('C-6 a Job that somebody else made is seen, one that went missing is told', () => {
  const stage = new Stage();
  const { uid } = stage.create(CronJob, cronJobDraft('report', '0 * * * *')).metadata;
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid, controller: true };
  const { metadata, ...manual } = jobDraft('manual');
  stage.create(Job, { ...manual, metadata: { ...metadata, ownerReferences: [owner] } });
  stage.pass(3605);
  stage.delete(Job, `report-${minuteOf('13:00')}`);
  expect(stage.events('report').map((event) => event.replace(/ x\d+$/, ''))).toEqual([
    `Normal SuccessfulCreate Created job report-${minuteOf('13:00')}`,
    'Warning UnexpectedJob Saw a job that the controller did not create or forgot: manual',
    `Normal MissingJob Active job went missing: report-${minuteOf('13:00')}`,
  ]);
});

test('G-2 a CronJob takes its Jobs and their pods along', () => {
  const stage = new Stage();
  stage.create(CronJob, cronJobDraft('report', '* * * * *'));
  stage.pass(185);
  stage.client.delete(CronJob, refTo('report'));
  stage.settle();
  stage.pass(5);
  expect([stage.list(Job), stage.list(Pod)]).toEqual([[], []]);
});
