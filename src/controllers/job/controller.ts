import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { controllerOf, delayed, onChange } from '../../client/triggers.ts';
import { isFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { after, type Duration, type Instant, minutes, seconds, timeOf } from '../../machinery/instant.ts';
import { isTerminating, type Ref, refOf, type Uid } from '../../machinery/object-meta.ts';
import { orphansSelected } from '../pod-control/orphans.ts';
import { changedByOthers } from '../pod-control/own-changes.ts';
import { type FailureRecord, NO_FAILURES, recordAfter } from './back-off.ts';
import { newCondition, withCondition } from './conditions.ts';
import { count } from './count.ts';
import { type Deed, endPods, managePods, untouched } from './deed.ts';
import { podsOf } from './pods.ts';
import { type Survey, surveyOf } from './survey.ts';
import { isManagedElsewhere, isSuspended } from './traits.ts';
import { COMPLETED, deadlineOf, isDone, type Verdict, verdictOf } from './verdict.ts';

/** What pods do is looked at so much later, many changes at once (syncJobBatchPeriod). */
const BATCH = seconds(1);

/** Runs the pods of each Job until enough of them have succeeded, or too many have failed. */
export const job: Actor = {
  name: 'job-controller',
  triggers: [
    changedByOthers(Job),
    onChange(Job, ({ type, object }) => (type === 'DELETED' ? [refOf(object)] : [])),
    delayed(controllerOf(Pod, Job), BATCH),
    delayed(
      orphansSelected(Pod, Job, ({ spec }) => spec.selector ?? {}),
      BATCH,
    ),
  ],
  // DefaultJobApiBackOff and MaxJobApiBackOff.
  retryPause: { first: seconds(1), longest: minutes(1) },
  reconcile: (ref, context) => {
    const found = context.client.find(Job, ref);
    if (found !== undefined && !isFinished(found)) {
      return isManagedElsewhere(found) ? undefined : sync(found, context);
    }
    keepRecord(context, ref, undefined);
    return undefined;
  },
};

/** What a sync has come to: the Job with what it says of itself, how its pods stand, and whether that is the end. */
interface Outcome {
  readonly job: Job;
  readonly deed: Deed;
  readonly verdict: Verdict | undefined;
}

/** Upstream's order: whether the Job ends, what becomes of its pods, what is counted, whether it has ended. */
function sync(found: Job, context: Context): LookAgain | undefined {
  const { client, now } = context;
  const started = withStart(found, now);
  const survey = surveyOf(started, podsOf(client, started));
  const record = recordAfter(recordOf(context, found), survey.newSucceeded, survey.newFailed);
  const early = verdictOf(started, survey, now);
  const outcome =
    early === undefined ? goOn(context, started, survey, record) : end(context, started, survey, early);
  const { job, deed, verdict } = outcome;
  const counted = count(context, { job, found, survey, deed, verdict });
  keepRecord(
    context,
    refOf(found),
    counted === 'finished' ? undefined : { ...record, uid: found.metadata.uid },
  );
  if (deed.error !== undefined) throw deed.error;
  if (counted === 'finished') return undefined;
  return lookAgain([
    early === undefined ? deadlineOf(job) : undefined,
    deed.wait === undefined ? undefined : after(now, Math.max(deed.wait, BATCH) as Duration),
    counted === 'in part' ? after(now, BATCH) : undefined,
  ]);
}

/** A suspended Job has not started (J-13). */
function withStart(job: Job, now: Instant): Job {
  if (job.status?.startTime !== undefined || isSuspended(job)) return job;
  return { ...job, status: { ...job.status, startTime: timeOf(now) } };
}

function goOn(context: Context, job: Job, survey: Survey, record: FailureRecord): Outcome {
  const deed = isTerminating(job) ? untouched(survey) : managePods(context, job, survey, record);
  if (isDone(job, survey.succeeded, deed.active)) return { job, deed, verdict: COMPLETED };
  return { job: isTerminating(job) ? job : withSuspension(job, context), deed, verdict: undefined };
}

/** As long as an active pod could not be deleted the Job has not ended. */
function end(context: Context, job: Job, survey: Survey, verdict: Verdict): Outcome {
  const deed = endPods(context, job, survey);
  return { job, deed, verdict: deed.active === 0 ? verdict : undefined };
}

const SUSPENDED = { reason: 'JobSuspended', message: 'Job suspended' };
const RESUMED = { reason: 'JobResumed', message: 'Job resumed' };

/** A Job that goes on again starts anew: its deadline counts from now (J-12, J-13). */
function withSuspension(job: Job, { event, now }: Context): Job {
  const conditions = job.status?.conditions ?? [];
  const suspended = isSuspended(job);
  const told = suspended
    ? newCondition('Suspended', 'True', SUSPENDED, now)
    : newCondition('Suspended', 'False', RESUMED, now);
  const updated = withCondition(conditions, told);
  if (updated === conditions) return job;
  event(job, 'Normal', suspended ? 'Suspended' : 'Resumed', told.message ?? '');
  const startTime = suspended ? job.status?.startTime : timeOf(now);
  const status = { ...job.status, conditions: updated, ...(startTime === undefined ? {} : { startTime }) };
  return { ...job, status };
}

function lookAgain(times: readonly (Instant | undefined)[]): LookAgain | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : { at: Math.min(...known) as Instant, because: 'standing' };
}

type Row = FailureRecord & { readonly uid: Uid };

const rowOf = ({ namespace, name }: Ref): string => `failures/${namespace}/${name}`;

/** The row may be that of an earlier Job of the name. */
function recordOf({ memory }: Context, job: Job): FailureRecord {
  const row = memory.get(rowOf(refOf(job))) as Row | undefined;
  return row?.uid === job.metadata.uid ? row : NO_FAILURES;
}

/** No object carries how long ago pods failed in a row: upstream keeps it in memory as well. */
function keepRecord({ memory }: Context, ref: Ref, row: Row | undefined): void {
  const kept = memory.get(rowOf(ref)) as Row | undefined;
  const next = row?.failures === 0 ? undefined : row;
  if (kept?.failures === next?.failures && kept?.lastFailure === next?.lastFailure && kept?.uid === next?.uid)
    return;
  memory.set(rowOf(ref), next);
}
