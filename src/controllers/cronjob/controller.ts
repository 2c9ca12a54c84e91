import type { Actor, Client, Context, LookAgain, Trigger } from '../../client/client.ts';
import { type ChangeOf, controllerOf } from '../../client/triggers.ts';
import { CronJob } from '../../kinds/batch/cronjob/kind.ts';
import type { Schedule } from '../../kinds/batch/cronjob/schedule.ts';
import { isFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/kind.ts';
import type { ObjectReference } from '../../kinds/core/common-types.ts';
import { after, type Duration, type Instant, timeOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { type KubeObject, type Ref, refOf } from '../../machinery/object-meta.ts';
import { isAlreadyExists, type StatusError } from '../../machinery/status.ts';
import type { Change } from '../../store/store.ts';
import { isControlledBy } from '../pod-control/controller-ref.ts';
import { changedByOthers } from '../pod-control/own-changes.ts';
import { failed, isNamespaceTerminating, refusal } from '../pod-control/refusals.ts';
import { decide, readSchedule, withActive } from './decision.ts';
import { surplusJobs } from './history.ts';
import { jobDraft } from './job-draft.ts';
import { untilNext } from './missed.ts';

const jobs = controllerOf(Job, CronJob);

/** That a Job which its CronJob lists goes on running, with more pods or fewer, is nothing to look at. */
const jobsOfInterest: Trigger = {
  ...jobs,
  refs: (change, reader) => {
    const refs = [...jobs.refs(change, reader)];
    return isStillRunning(change)
      ? refs.filter((ref) => !lists(reader.find(CronJob, ref), change.entry.value))
      : refs;
  },
};

function isStillRunning({ type, entry, before }: Change): boolean {
  if (type !== 'MODIFIED' || before === undefined) return false;
  const job = entry.value as Job;
  return (
    !isFinished(job) &&
    !isFinished(before as Job) &&
    job.metadata.ownerReferences === before.metadata.ownerReferences &&
    job.metadata.deletionTimestamp === before.metadata.deletionTimestamp
  );
}

const lists = (cronJob: CronJob | undefined, { metadata }: KubeObject): boolean =>
  cronJob?.status?.active?.some(({ uid }) => uid === metadata.uid) === true;

/** Starts a Job whenever the schedule says so, and keeps some of those that have ended. */
export const cronjob: Actor = {
  name: 'cronjob-controller',
  triggers: [changedByOthers(CronJob, lookAfter), jobsOfInterest],
  reconcile: (ref, context) => {
    const found = context.client.find(CronJob, ref);
    return found === undefined ? undefined : sync(found, context);
  },
};

/** A new schedule is looked at when it next comes: a time that it would have had already is not made up for (C-9). */
function lookAfter({ object, before }: ChangeOf<CronJob>, now: Instant): LookAgain {
  const isRescheduled =
    before !== undefined &&
    (object.spec.schedule !== before.spec.schedule || object.spec.timeZone !== before.spec.timeZone);
  const { schedule } = isRescheduled ? readSchedule(object) : {};
  return schedule === undefined
    ? { at: now, because: 'progress' }
    : { at: after(now, untilNext(object, schedule, now)), because: 'standing' };
}

/** Old Jobs go first, then what has become of the others is told, then one may start; the status is written once. */
function sync(found: CronJob, context: Context): LookAgain | undefined {
  const { client, event, now } = context;
  const jobs = jobsOf(client, found);
  const cleaned = surplusJobs(found, jobs).reduce((cronJob, job) => remove(context, cronJob, job), found);
  const isThere = (ref: Ref): boolean => client.find(Job, ref) !== undefined;
  const { told, status, start, wait } = decide(cleaned, jobs, isThere, now);
  for (const { type, reason, message } of told) event(found, type, reason, message);
  const decided = { ...cleaned, status };
  const outcome: Outcome =
    start === undefined ? { cronJob: decided, wait } : startJob(context, decided, start.time, start.schedule);
  if (!equalJson(found.status ?? {}, outcome.cronJob.status ?? {}))
    client.updateStatus(CronJob, outcome.cronJob);
  if (outcome.error !== undefined) throw outcome.error;
  return outcome.wait === undefined ? undefined : { at: after(now, outcome.wait), because: 'standing' };
}

function jobsOf(client: Client, cronJob: CronJob): readonly Job[] {
  const { namespace = '', uid } = cronJob.metadata;
  return client.list(Job, { namespace, owner: uid }).filter((job) => isControlledBy(job, cronJob));
}

/** Deletes a Job with its pods and takes it off the list; one that cannot be deleted stays on it. */
function remove({ client, event }: Context, cronJob: CronJob, job: Job): CronJob {
  const error = refusal(() => client.delete(Job, refOf(job), { propagation: 'Background' }));
  if (error !== undefined) {
    event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${error.message}`);
    return cronJob;
  }
  event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  const active = (cronJob.status?.active ?? []).filter(({ uid }) => uid !== job.metadata.uid);
  return { ...cronJob, status: withActive(cronJob.status ?? {}, active) };
}

/** The CronJob with what it says of itself, and how it goes on. */
interface Outcome {
  readonly cronJob: CronJob;
  readonly wait?: Duration | undefined;
  readonly error?: StatusError | undefined;
}

/** C-5, C-6 */
function startJob(context: Context, decided: CronJob, time: Instant, schedule: Schedule): Outcome {
  const { cronJob, error } = makeRoom(context, decided);
  if (error !== undefined) return { cronJob, error };
  const { client, event, now } = context;
  let job: Job | undefined;
  const draft = jobDraft(cronJob, time);
  const refused = refusal(() => {
    job = client.create(Job, draft);
  });
  if (isAlreadyExists(refused)) {
    // Made by an earlier look that did not come to its end, or by somebody else, who is left alone.
    job = client.find(Job, { namespace: draft.metadata.namespace ?? '', name: draft.metadata.name ?? '' });
    if (job === undefined || !isControlledBy(job, cronJob)) return { cronJob };
  } else if (refused !== undefined) {
    if (!isNamespaceTerminating(refused)) {
      event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${refused.message}`);
    }
    return { cronJob, error: refused };
  } else if (job !== undefined)
    event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`);
  const started = job === undefined ? cronJob : withStarted(cronJob, job, time);
  return { cronJob: started, wait: untilNext(started, schedule, now) };
}

/** With the policy Replace the Jobs that still run are deleted first. */
function makeRoom(context: Context, cronJob: CronJob): Outcome {
  if (cronJob.spec.concurrencyPolicy !== 'Replace') return { cronJob };
  let left = cronJob;
  for (const { namespace = '', name = '' } of cronJob.status?.active ?? []) {
    let job: Job | undefined;
    const error = refusal(() => {
      job = context.client.get(Job, { namespace, name });
    });
    if (job === undefined) {
      context.event(cronJob, 'Warning', 'FailedGet', `Get job: ${error?.message}`);
      return { cronJob: left, error };
    }
    left = remove(context, left, job);
    const { uid } = job.metadata;
    if (left.status?.active?.some((one) => one.uid === uid)) {
      return { cronJob: left, error: failed(`could not replace job ${namespace}/${name}`) };
    }
  }
  return { cronJob: left };
}

function withStarted(cronJob: CronJob, job: Job, time: Instant): CronJob {
  const active = [...(cronJob.status?.active ?? []), referenceTo(job)];
  return { ...cronJob, status: withActive({ ...cronJob.status, lastScheduleTime: timeOf(time) }, active) };
}

function referenceTo({ apiVersion, kind, metadata }: Job): ObjectReference {
  const { namespace = '', name, uid, resourceVersion } = metadata;
  return { kind, namespace, name, uid, apiVersion, resourceVersion };
}
