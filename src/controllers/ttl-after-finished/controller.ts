import type { Actor } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { finishedCondition } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/kind.ts';
import { type Instant, instantOf, seconds } from '../../machinery/instant.ts';
import { isTerminating, refOf } from '../../machinery/object-meta.ts';

/** Deletes Jobs whose ttlSecondsAfterFinished is over, with their pods (J-14). */
export const ttlAfterFinished: Actor = {
  name: 'ttl-after-finished-controller',
  triggers: [
    onChange(Job, ({ type, object }) =>
      type !== 'DELETED' && expiryOf(object) !== undefined ? [refOf(object)] : [],
    ),
  ],
  reconcile: (ref, { client, now }) => {
    const job = client.find(Job, ref);
    const at = job === undefined ? undefined : expiryOf(job);
    if (job === undefined || at === undefined) return undefined;
    if (at > now) return { at, because: 'standing' };
    client.delete(Job, ref, { propagation: 'Foreground', uid: job.metadata.uid });
    return undefined;
  },
};

/** When the Job is to go; undefined while it has not finished, or is going already. */
export function expiryOf(job: Job): Instant | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  const finished = finishedCondition(job)?.lastTransitionTime;
  if (isTerminating(job) || ttlSecondsAfterFinished === undefined || !finished) return undefined;
  return (instantOf(finished) + seconds(ttlSecondsAfterFinished)) as Instant;
}
