import type { Context } from '../../client/client.ts';
import { Job } from '../../kinds/batch/job/kind.ts';
import { isTracked } from '../../kinds/batch/job/tracking.ts';
import type { JobStatus } from '../../kinds/batch/job/types.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { type Instant, timeOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { refOf } from '../../machinery/object-meta.ts';
import type { StatusError } from '../../machinery/status.ts';
import { refusal } from '../pod-control/refusals.ts';
import { newCondition, withCondition } from './conditions.ts';
import type { Deed } from './deed.ts';
import { release } from './pods.ts';
import type { Survey } from './survey.ts';
import { hasUncounted, trackPods, withoutReleased } from './tracking.ts';
import type { Verdict } from './verdict.ts';

interface Results {
  /** The Job with what the sync says of it. */
  readonly job: Job;
  /** The Job as it is stored. */
  readonly found: Job;
  readonly survey: Survey;
  readonly deed: Deed;
  readonly verdict: Verdict | undefined;
}

/**
 * Writes what the sync came to: first the pods that are about to be counted, with the interim condition; then their
 * finalizers go; then the sums, and the end where it is reached (J-6). `in part` when not all pods could be listed.
 */
export function count(context: Context, results: Results): 'finished' | 'in part' | 'whole' {
  const { now } = context;
  const { survey, deed, verdict } = results;
  const job = withCounts(results.job, deed);
  const { status: listed, released, isCut } = trackPods(job, survey, verdict);
  const interim = verdict === undefined ? listed : withInterim(listed, verdict, now);
  const first = write(context, results.found, { ...job, status: interim });
  const refused = releaseAll(context, released);
  const summed = withoutReleased(interim, stillTracked(context, survey));
  const isOver =
    refused === undefined &&
    verdict !== undefined &&
    !isCut &&
    deed.terminating === 0 &&
    !hasUncounted(summed);
  const last = isOver ? ended(summed, verdict, now) : summed;
  const written = write(context, first, { ...first, status: last });
  if (refused !== undefined) throw refused;
  if (isOver) tellEnd(context, written, verdict);
  return isOver ? 'finished' : isCut ? 'in part' : 'whole';
}

function withCounts(job: Job, { active, ready, terminating }: Deed): Job {
  const { active: _, ...status } = job.status ?? {};
  const counts = active === 0 ? { ready, terminating } : { active, ready, terminating };
  return { ...job, status: Object.assign({}, status, counts) };
}

/** What a watch sees before the finalizers go; told once. */
function withInterim(status: JobStatus, verdict: Verdict, now: Instant): JobStatus {
  const { conditions = [] } = status;
  if (verdict.type === 'Failed' || conditions.some(({ type }) => type === verdict.type)) return status;
  return { ...status, conditions: [...conditions, newCondition(verdict.type, 'True', verdict, now)] };
}

function ended(status: JobStatus, verdict: Verdict, now: Instant): JobStatus {
  const type = verdict.type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed';
  const conditions = withCondition(status.conditions ?? [], newCondition(type, 'True', verdict, now));
  return Object.assign(
    {},
    status,
    { conditions },
    type === 'Complete' ? { completionTime: timeOf(now) } : {},
  );
}

function write({ client }: Context, stored: Job, job: Job): Job {
  return equalJson(stored.status, job.status) ? stored : client.updateStatus(Job, job);
}

function releaseAll({ client }: Context, pods: readonly Pod[]): StatusError | undefined {
  let error: StatusError | undefined;
  for (const pod of pods) {
    const refused = refusal(() => release(client, pod));
    error ??= refused;
  }
  return error;
}

function stillTracked({ client }: Context, { pods }: Survey): ReadonlySet<Pod['metadata']['uid']> {
  const left = pods.filter((pod) => {
    const found = isTracked(pod) ? client.find(Pod, refOf(pod)) : undefined;
    return found !== undefined && found.metadata.uid === pod.metadata.uid && isTracked(found);
  });
  return new Set(left.map(({ metadata }) => metadata.uid));
}

function tellEnd({ event }: Context, job: Job, { type, reason, message }: Verdict): void {
  if (type !== 'SuccessCriteriaMet') {
    event(job, 'Warning', reason, message);
    return;
  }
  if (job.spec.completions !== undefined && (job.status?.succeeded ?? 0) > job.spec.completions) {
    const tooMany = 'Too many succeeded pods running after completion count reached';
    event(job, 'Warning', 'TooManySucceededPods', tooMany);
  }
  event(job, 'Normal', 'Completed', 'Job completed');
}
