import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { controllerOf, delayed, onChange } from '../../client/triggers.ts';
import { isFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { after, type Duration, type Instant, seconds, timeOf } from '../../machinery/instant.ts';
import { isTerminating, refOf } from '../../machinery/object-meta.ts';
import { orphansSelected } from '../pod-control/orphans.ts';
import { changedByOthers } from '../pod-control/own-changes.ts';
import { type FailureRecord, recordAfter } from './back-off.ts';
import { newCondition, withCondition } from './conditions.ts';
import { count } from './count.ts';
import { type Deed, endPods, managePods, untouched } from './deed.ts';
import { podsOf } from './pods.ts';
import { forget, recall, remember, retryPause } from './remembered.ts';
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
  reconcile: (ref, context) => {
    const found = context.client.find(Job, ref);
    if (found !== undefined && !isFinished(found)) {
      return isManagedElsewhere(found) ? undefined : sync(found, context);
    }
    forget(context.memory, ref);
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
  const known = recall(context, found);
  const record = recordAfter(known.record, survey.newSucceeded, survey.newFailed);
  const early = verdictOf(started, survey, now);
  const outcome =
    early === undefined ? goOn(context, started, survey, record) : end(context, started, survey, early);
  const { job, deed, verdict } = outcome;
  const counted = count(context, { job, found, survey, deed, verdict });
  if (counted === 'finished') {
    forget(context.memory, refOf(found));
    return undefined;
  }
  const refusals = deed.error === undefined ? 0 : known.refusals + 1;
  remember(context, found, { record, refusals });
  return lookAgain([
    early === undefined ? deadlineOf(job) : undefined,
    deed.wait === undefined ? undefined : after(now, Math.max(deed.wait, BATCH) as Duration),
    counted === 'in part' ? after(now, BATCH) : undefined,
    refusals === 0 ? undefined : after(now, retryPause(refusals)),
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
