import type { Actor, Reader } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { isFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/kind.ts';
import { isTracked } from '../../kinds/batch/job/tracking.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { controllerOf, isTerminating, refOf } from '../../machinery/object-meta.ts';
import { release } from './pods.ts';
import { isManagedElsewhere } from './traits.ts';

/** Takes the tracking finalizer off pods that no Job will count any more. */
export const jobOrphanPods: Actor = {
  name: 'job-orphan-pods',
  triggers: [
    onChange(Pod, ({ type, object }, reader) => {
      if (type === 'DELETED' || !isTracked(object)) return [];
      const concerns = controllerOf(object) === undefined || isTerminating(object);
      return concerns && isOrphan(object, reader) ? [refOf(object)] : [];
    }),
    onChange(Job, ({ type, object, before }, reader) => {
      const isNewlyOver =
        type === 'DELETED' || (isFinished(object) && (before === undefined || !isFinished(before)));
      return isNewlyOver ? trackedPods(object, reader).map(refOf) : [];
    }),
  ],
  reconcile: (ref, { client }) => {
    const pod = client.find(Pod, ref);
    if (pod !== undefined && isOrphan(pod, client)) release(client, pod);
    return undefined;
  },
};

function trackedPods({ metadata, spec }: Job, reader: Reader): readonly Pod[] {
  return reader.list(Pod, { namespace: metadata.namespace ?? '', labels: spec.selector }).filter(isTracked);
}

/** Controlled by nobody, or by a Job that is gone or finished; pods of Jobs that others manage are left alone. */
function isOrphan(pod: Pod, reader: Reader): boolean {
  const owner = controllerOf(pod);
  if (owner === undefined) return true;
  if (owner.kind !== Job.kind || owner.apiVersion !== `${Job.group}/${Job.version}`) return false;
  const job = reader.find(Job, { namespace: pod.metadata.namespace ?? '', name: owner.name });
  if (job === undefined || job.metadata.uid !== owner.uid) return true;
  return !isManagedElsewhere(job) && isFinished(job);
}
