import type { Cluster } from '../../../src/cluster/cluster.ts';
import { CronJob } from '../../../src/kinds/batch/cronjob/kind.ts';
import { isFinished } from '../../../src/kinds/batch/job/conditions.ts';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { isActive } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { controllerOf } from '../../../src/machinery/object-meta.ts';
import type { Invariant } from '../invariants.ts';
import { changeOf, nameOf } from './objects.ts';

/** A pod that was made, and its Job. */
function madeFor(client: Cluster['client'], change: Parameters<typeof changeOf>[1]) {
  const pod = changeOf(Pod, change);
  const owner = pod?.type === 'ADDED' ? controllerOf(pod.object) : undefined;
  if (pod === undefined || owner?.kind !== Job.kind) return undefined;
  const job = client.find(Job, { namespace: pod.object.metadata.namespace ?? '', name: owner.name });
  return job === undefined ? undefined : { pod: pod.object, job };
}

/** manageJob: active pods are brought up to parallelism, never beyond. */
export const neverAboveParallelism: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const made = madeFor(client, change);
    if (made === undefined) return;
    const { spec, metadata } = made.job;
    const active = client.list(Pod, { owner: metadata.uid }).filter(isActive);
    if (active.length > spec.parallelism)
      complain(`${nameOf(made.job)} runs ${active.length} pods, ${spec.parallelism} at most`);
  },
});

/** syncJob: a Job that has Complete or Failed is not looked at again. */
export const neverAfterCompletion: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const made = madeFor(client, change);
    if (made !== undefined && isFinished(made.job))
      complain(`${nameOf(made.job)} has ended, and makes ${nameOf(made.pod)}`);
  },
});

/** concurrencyPolicy: Forbid skips the new run while the last one has not ended. A run by hand does not count. */
export const forbidNeverOverlaps: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const job = changeOf(Job, change);
    const owner = job?.type === 'ADDED' ? controllerOf(job.object) : undefined;
    if (job === undefined || owner?.kind !== CronJob.kind || isByHand(job.object)) return;
    const ref = { namespace: job.object.metadata.namespace ?? '', name: owner.name };
    if (client.find(CronJob, ref)?.spec.concurrencyPolicy !== 'Forbid') return;
    const running = client
      .list(Job, { owner: owner.uid })
      .filter((one) => !isFinished(one) && !isByHand(one));
    if (running.length > 1) complain(`${running.map(nameOf).join(' and ')} run at once`);
  },
});

/** `kubectl create job --from`. */
const isByHand = ({ metadata }: Job): boolean =>
  metadata.annotations?.['cronjob.kubernetes.io/instantiate'] === 'manual';
