import type { Client, Context } from '../../client/client.ts';
import { isTracked, TRACKING_FINALIZER } from '../../kinds/batch/job/tracking.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import { isReady } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { isNotFound, type StatusError } from '../../machinery/status.ts';
import { claim } from '../pod-control/claim.ts';
import { deletePod } from '../pod-control/pods.ts';
import { refusal } from '../pod-control/refusals.ts';

/** The Job's pods, taken in or let go of as its selector says. */
export function podsOf(client: Client, job: Job): readonly Pod[] {
  const { selector } = job.spec;
  if (selector === undefined) return [];
  return claim(client, { owner: job, kind: Pod, selector, finalizer: TRACKING_FINALIZER });
}

/** Takes the tracking finalizer off the pod as it stands now; what is gone, or another one by now, has none. */
export function release(client: Client, pod: Pod): void {
  const found = client.find(Pod, refOf(pod));
  if (found === undefined || found.metadata.uid !== pod.metadata.uid || !isTracked(found)) return;
  const { finalizers = [], ...rest } = found.metadata;
  const others = finalizers.filter((finalizer) => finalizer !== TRACKING_FINALIZER);
  const metadata = others.length === 0 ? rest : { ...rest, finalizers: others };
  const error = refusal(() => client.update(Pod, { ...found, metadata }));
  if (error !== undefined && !isNotFound(error)) throw error;
}

export interface Removal {
  readonly removed: number;
  readonly ready: number;
  readonly error: StatusError | undefined;
}

/** Deletes pods; all are tried, and the first refusal is handed back. `uncounted` ones are not seen to fail. */
export function removePods(
  context: Context,
  job: Job,
  pods: readonly Pod[],
  manner: 'counted' | 'uncounted',
): Removal {
  let removed = 0;
  let error: StatusError | undefined;
  for (const pod of pods) {
    const refused = refusal(() => {
      if (manner === 'uncounted') release(context.client, pod);
      deletePod(context, pod, job);
    });
    if (refused === undefined) removed++;
    error ??= refused;
  }
  return { removed, ready: pods.filter(isReady).length, error };
}
