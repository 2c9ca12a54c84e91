import type { EventType } from '../../client/client.ts';
import { isTimeZone, parseSchedule, type Schedule } from '../../kinds/batch/cronjob/schedule.ts';
import type { CronJob, CronJobStatus } from '../../kinds/batch/cronjob/types.ts';
import { finishedCondition, isComplete } from '../../kinds/batch/job/conditions.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import type { ObjectReference } from '../../kinds/core/common-types.ts';
import { type Duration, type Instant, seconds, timeOf } from '../../machinery/instant.ts';
import { isTerminating, type Ref } from '../../machinery/object-meta.ts';
import { StatusError } from '../../machinery/status.ts';
import { jobName } from './job-draft.ts';
import { missedTimes, untilNext } from './missed.ts';

export interface Told {
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
}

/** What is to be said, what the status becomes, whether a Job starts, and when to look again. */
export interface Decision {
  readonly told: readonly Told[];
  readonly status: CronJobStatus;
  readonly start?: { readonly time: Instant; readonly schedule: Schedule };
  readonly wait?: Duration;
}

const normal = (reason: string, message: string): Told => ({ type: 'Normal', reason, message });
const warning = (reason: string, message: string): Told => ({ type: 'Warning', reason, message });

/** One look at a CronJob and the Jobs it controls; `isThere` finds Jobs that it does not control any more. */
export function decide(
  cronJob: CronJob,
  jobs: readonly Job[],
  isThere: (ref: Ref) => boolean,
  now: Instant,
): Decision {
  const review = reviewJobs(cronJob, jobs, isThere);
  const reviewed = { ...cronJob, status: review.status };
  const next = isTerminating(cronJob) ? {} : decideStart(reviewed, now);
  return Object.assign({}, review, next, { told: [...review.told, ...(next.told ?? [])] });
}

type Review = Pick<Decision, 'told' | 'status'>;

/** C-6 */
function reviewJobs(cronJob: CronJob, jobs: readonly Job[], isThere: (ref: Ref) => boolean): Review {
  const told: Told[] = [];
  let { active = [], lastSuccessfulTime, ...status } = cronJob.status ?? {};
  for (const job of jobs) {
    const { name, uid } = job.metadata;
    const isListed = active.some((one) => one.uid === uid);
    const finished = finishedCondition(job);
    if (finished === undefined) {
      const message = `Saw a job that the controller did not create or forgot: ${name}`;
      if (!isListed) told.push(warning('UnexpectedJob', message));
      continue;
    }
    if (isListed) {
      active = active.filter((one) => one.uid !== uid);
      told.push(normal('SawCompletedJob', `Saw completed job: ${name}, condition: ${finished.type}`));
    }
    const completed = isComplete(job) ? job.status?.completionTime : undefined;
    // Times are stored in UTC: the later one is the greater text.
    if (completed !== undefined && (lastSuccessfulTime ?? '') < completed) lastSuccessfulTime = completed;
  }
  const known = new Set<string>(jobs.map(({ metadata }) => metadata.uid));
  for (const one of active) {
    const { namespace = '', name = '', uid = '' } = one;
    if (known.has(uid) || isThere({ namespace, name })) continue;
    told.push(normal('MissingJob', `Active job went missing: ${name}`));
    active = active.filter((other) => other !== one);
  }
  const last = lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime };
  return { told, status: withActive(Object.assign({}, status, last), active) };
}

/** An empty list is no list. */
export function withActive(status: CronJobStatus, active: readonly ObjectReference[]): CronJobStatus {
  const { active: _, ...rest } = status;
  return active.length === 0 ? rest : Object.assign({}, rest, { active });
}

type Next = Partial<Pick<Decision, 'told' | 'start' | 'wait'>>;

function decideStart(cronJob: CronJob, now: Instant): Next {
  const { timeZone, suspend } = cronJob.spec;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const message = `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`;
    return { told: [warning('UnknownTimeZone', message)] };
  }
  if (suspend === true) return {};
  const read = readSchedule(cronJob);
  return read.schedule === undefined ? read : decideBySchedule(cronJob, read.schedule, read.told, now);
}

/** A zone inside the schedule is left as it is, and warned of each time (C-1). */
export function readSchedule({ spec }: CronJob): {
  readonly told: readonly Told[];
  readonly schedule?: Schedule;
} {
  const text = spec.schedule;
  const quoted = JSON.stringify(text);
  const hasZone = text.includes('TZ');
  const page = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/';
  const message = `CRON_TZ or TZ used in schedule ${quoted} is not officially supported, see ${page} for more details`;
  const told = hasZone ? [warning('UnsupportedSchedule', message)] : [];
  try {
    const zoned = hasZone || spec.timeZone === undefined ? text : `TZ=${spec.timeZone} ${text}`;
    return { told, schedule: scheduleOf(zoned) };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const fault = `unparseable schedule: ${quoted} : ${error.message}`;
    return { told: [...told, warning('UnparseableSchedule', fault)] };
  }
}

const schedules = new Map<string, Schedule>();
const REMEMBERED_MOST = 100;

/** A CronJob is looked at several times a run, and its schedule hardly ever changes. */
function scheduleOf(text: string): Schedule {
  const known = schedules.get(text);
  if (known !== undefined) return known;
  const schedule = parseSchedule(text);
  if (schedules.size >= REMEMBERED_MOST) schedules.clear();
  schedules.set(text, schedule);
  return schedule;
}

const TOO_MANY =
  'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
const STILL_RUNNING = 'Not starting job because prior execution is running and concurrency policy is Forbid';

function decideBySchedule(cronJob: CronJob, schedule: Schedule, before: readonly Told[], now: Instant): Next {
  const { spec, status } = cronJob;
  const missed = missedTimes(cronJob, schedule, now, { withDeadline: true });
  if (typeof missed === 'string') {
    return {
      told: [...before, warning('InvalidSchedule', `invalid schedule: ${spec.schedule} : ${missed}`)],
    };
  }
  const wait = untilNext(cronJob, schedule, now);
  const time = missed.latest;
  if (time === undefined) return { told: before, wait };
  const told = missed.howMany === 'many' ? [...before, warning('TooManyMissedTimes', TOO_MANY)] : before;
  const deadline = spec.startingDeadlineSeconds;
  if (deadline !== undefined && time + seconds(deadline) < now) {
    const message = `Missed scheduled time to start a job: ${longDate(time)}`;
    return { told: [...told, warning('MissSchedule', message)], wait };
  }
  if (isProcessed(cronJob, time)) return { told, wait };
  if (spec.concurrencyPolicy === 'Forbid' && (status?.active ?? []).length > 0) {
    return { told: [...told, normal('JobAlreadyActive', STILL_RUNNING)], wait };
  }
  return { told, start: { time, schedule } };
}

function isProcessed({ metadata, status }: CronJob, time: Instant): boolean {
  const name = jobName(metadata.name, time);
  return status?.lastScheduleTime === timeOf(time) || (status?.active ?? []).some((one) => one.name === name);
}

/** RFC 1123 with a numeric zone: `Mon, 05 Jan 2026 10:00:00 +0000`. */
const longDate = (time: Instant): string => new Date(time).toUTCString().replace('GMT', '+0000');
