import { isKnownProgram } from '../../containers/entry-point.ts';
import { recordEnd, recordStart } from '../../containers/history.ts';
import type { Instance } from '../../containers/instance.ts';
import { lastingVolumes } from '../../containers/volumes.ts';
import type { ContainerRun } from '../run.ts';
import type { Place, Sync } from '../sync.ts';

/** What a run may leave behind in a volume that outlives its pod is worked out from when it began and ended: both are noted. */
export function noteStart(sync: Sync, place: Place, own: ContainerRun): void {
  const volumes = volumesOf(sync, place);
  if (volumes.length > 0) recordStart(sync.context.memory, volumes, instanceOf(sync, place, own));
}

export function noteEnd(sync: Sync, place: Place, own: ContainerRun): void {
  const volumes = volumesOf(sync, place);
  if (volumes.length === 0) return;
  recordEnd(sync.context.memory, volumes, { ...instanceOf(sync, place, own), end: sync.now });
}

function volumesOf({ pod, context }: Sync, { container }: Place): readonly string[] {
  if ((container.volumeMounts ?? []).length === 0 || !isKnownProgram(container)) return [];
  return lastingVolumes(pod, container, context.client);
}

/** The run as the container runtime knows it. */
export function instanceOf({ pod, run, now }: Sync, { container }: Place, own: ContainerRun): Instance {
  const { address } = run;
  const known = address === undefined ? pod : { ...pod, status: { ...pod.status, podIP: address } };
  return { pod: known, container, restarts: own.restarts, start: own.startedAt ?? now };
}
