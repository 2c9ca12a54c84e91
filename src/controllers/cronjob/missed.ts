import type { Schedule } from '../../kinds/batch/cronjob/schedule.ts';
import type { CronJob } from '../../kinds/batch/cronjob/types.ts';
import {
  after,
  type Duration,
  type Instant,
  instant,
  instantOf,
  milliseconds,
  seconds,
} from '../../machinery/instant.ts';
import { nextTime } from './next-time.ts';

/** More missed times than this are told in a warning (C-3). */
const MANY = 100;
/** A controller looks so much later than a time comes, lest a clock be ahead (nextScheduleDelta). */
const DELTA = milliseconds(100);

export interface Missed {
  /** The last time a Job was started for, or what stands for it. */
  readonly earliest: Instant;
  /** The last time that has come since; undefined when none has. */
  readonly latest: Instant | undefined;
  readonly howMany: 'none' | 'few' | 'many';
}

/** Times never come, or all at once: the schedule is refused with this. */
const NO_DISTANCE = 'time difference between two schedules is less than 1 second';

/** The last time that has come, found by the distance of two neighbours; a text when the schedule has none (C-3). */
export function missedTimes(
  { metadata, spec, status }: CronJob,
  schedule: Schedule,
  now: Instant,
  { withDeadline }: { readonly withDeadline: boolean },
): Missed | string {
  const start = instantOf(status?.lastScheduleTime ?? metadata.creationTimestamp);
  const deadline = withDeadline ? spec.startingDeadlineSeconds : undefined;
  const earliest = deadline === undefined ? start : instant(Math.max(start, now - seconds(deadline)));
  const first = nextTime(schedule, earliest);
  const second = first === undefined ? undefined : nextTime(schedule, first);
  if (first === undefined || second === undefined) return NO_DISTANCE;
  if (now < first) return { earliest, latest: undefined, howMany: 'none' };
  if (now < second) return { earliest, latest: first, howMany: 'none' };
  const distance = Math.round((second - first) / 1000) * 1000;
  if (distance < 1000) return NO_DISTANCE;
  const count = Math.floor((now - first) / distance) + 1;
  const howMany = count > MANY ? 'many' : 'few';
  return { earliest, latest: lastBefore(schedule, instant(first + (count - 2) * distance), now), howMany };
}

/** One step back from where the last time should be, then by the schedule itself: not all times are the same way apart. */
function lastBefore(schedule: Schedule, start: Instant, now: Instant): Instant | undefined {
  let latest: Instant | undefined;
  for (
    let time = nextTime(schedule, start);
    time !== undefined && time <= now;
    time = nextTime(schedule, time)
  ) {
    latest = time;
  }
  return latest;
}

/** How long until the CronJob is looked at again (C-10). */
export function untilNext(cronJob: CronJob, schedule: Schedule, now: Instant): Duration {
  const missed = missedTimes(cronJob, schedule, now, { withDeadline: false });
  const base =
    typeof missed === 'string' ? now : (missed.latest ?? (missed.howMany === 'none' ? missed.earliest : now));
  const next = nextTime(schedule, base) ?? base;
  return (after(next, DELTA) - now) as Duration;
}
