import { describe, expect, test } from 'vitest';
import { type Missed, missedTimes, untilNext } from '../../../../src/controllers/cronjob/missed.ts';
import { nextTime } from '../../../../src/controllers/cronjob/next-time.ts';
import { parseSchedule } from '../../../../src/kinds/batch/cronjob/schedule.ts';
import type { CronJob } from '../../../../src/kinds/batch/cronjob/types.ts';
import { instantOf } from '../../../../src/machinery/instant.ts';
import table from '../../../vectors/platform-cron.json' with { type: 'json' };

interface NextRow {
  readonly after: string;
  readonly next: readonly string[] | null;
  readonly schedule: string;
  readonly timeZone: string;
}

const rows = (table.tables.next as readonly NextRow[]).map((row) => ({
  ...row,
  title: `${row.schedule} in ${row.timeZone} after ${row.after}`,
}));

describe('C-1 the times of a schedule', () => {
  test.each(rows)('$title', (row) => {
    const schedule = parseSchedule(`TZ=${row.timeZone} ${row.schedule}`);
    const times: string[] = [];
    let at = nextTime(schedule, instantOf(row.after));
    while (at !== undefined && times.length < 4) {
      times.push(new Date(at).toISOString());
      at = nextTime(schedule, at);
    }
    expect(times).toEqual((row.next ?? []).map((time) => new Date(time).toISOString()));
  });
});

interface RecentRow {
  readonly name: string;
  readonly cj: object;
  readonly now: string;
  readonly includeSDS?: boolean;
  readonly wantErr?: boolean;
  readonly expectedEarliestTime?: string;
  readonly expectedRecentTime: string | null;
  readonly expectedTooManyMissed?: string;
}

const scheduleOf = (cronJob: CronJob) => parseSchedule(cronJob.spec.schedule);
const timeOrNone = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString().replace('.000Z', 'Z');

describe('C-3 the last time that was missed', () => {
  test.each(table.tables.recent as readonly RecentRow[])('$name', (row) => {
    const cronJob = row.cj as CronJob;
    const withDeadline = row.includeSDS === true;
    const missed = missedTimes(cronJob, scheduleOf(cronJob), instantOf(row.now), { withDeadline });
    expect(typeof missed === 'string').toBe(row.wantErr === true);
    if (row.wantErr === true) return;
    const { earliest, latest, howMany } = missed as Missed;
    expect([timeOrNone(earliest), timeOrNone(latest), `${howMany}Missed`]).toEqual([
      row.expectedEarliestTime,
      row.expectedRecentTime,
      row.expectedTooManyMissed ?? 'noneMissed',
    ]);
  });
});

describe('C-10 how long until the next look', () => {
  test.each(table.tables.nextDuration)('$name', ({ cj, now, expectedDuration }) => {
    const cronJob = cj as object as CronJob;
    expect(untilNext(cronJob, scheduleOf(cronJob), instantOf(now)) / 1000).toBe(expectedDuration.seconds);
  });
});
