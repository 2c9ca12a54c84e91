import { isKnownProgram } from '../../containers/entry-point.ts';
import { recordEnd, recordStart } from '../../containers/history.ts';
import { keysOf, lastingPlaces, type VolumePlaces } from '../../containers/volumes.ts';
import type { ContainerRun } from '../run.ts';
import { instanceOf, type Place, type Sync } from '../sync.ts';

/** What a run may leave behind in a volume that outlives its pod is worked out from when it began and ended: both are noted. */
export function noteStart(sync: Sync, place: Place, own: ContainerRun): void {
  const places = placesOf(sync, place);
  const volumes = keysOf(places);
  if (volumes.length > 0)
    recordStart(sync.context.memory, volumes, { ...instanceOf(sync, place, own), places });
}

export function noteEnd(sync: Sync, place: Place, own: ContainerRun): void {
  const volumes = keysOf(placesOf(sync, place));
  if (volumes.length === 0) return;
  recordEnd(sync.context.memory, volumes, { ...instanceOf(sync, place, own), end: sync.now });
}

function placesOf({ pod, context }: Sync, { container }: Place): VolumePlaces {
  if ((container.volumeMounts ?? []).length === 0 || !isKnownProgram(container)) return {};
  return lastingPlaces(pod, container, context.client);
}
