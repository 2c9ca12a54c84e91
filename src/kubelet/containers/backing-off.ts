import { after, type Instant, instant } from '../../machinery/instant.ts';
import type { ContainerRun } from '../run.ts';
import { draw } from '../settings.ts';
import { type Place, type Sync, tell } from '../sync.ts';

/** A pod that could not be brought on is looked at again after ten seconds and up to half as much more (K-44). */
const LOOK_AGAIN = [10_000, 15_000] as const;

/** From here on the spam filter lets an event through every five minutes at most: as often as a back-off ends. */
const HEARD = 25;

/** Says that the container is not started again yet. */
export function tellCrashBackOff(sync: Sync, place: Place, own: ContainerRun, due: Instant): void {
  const { name } = place.container;
  tell(
    sync,
    'Warning',
    'BackOff',
    `Back-off restarting failed container ${name} in pod ${podId(sync)}`,
    place,
  );
  own.until = nextTelling(sync, place, own, due);
}

/** Says that the image is not pulled again yet. */
export function tellPullBackOff(sync: Sync, place: Place, own: ContainerRun, due: Instant): void {
  tell(sync, 'Normal', 'BackOff', `Back-off pulling image "${place.container.image ?? ''}"`, place);
  tell(sync, 'Warning', 'Failed', 'Error: ImagePullBackOff', place);
  own.until = nextTelling(sync, place, own, due);
}

/** As the kubelet's messages name a pod. */
export function podId({ pod: { metadata } }: Sync): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}

/** Each look at a pod in back-off tells of it again, until the back-off is over. */
function nextTelling({ now, context, pod }: Sync, place: Place, own: ContainerRun, due: Instant): Instant {
  own.told = (own.told ?? 0) + 1;
  if (own.told >= HEARD) return due;
  const label = `${pod.metadata.uid}/back-off/${place.container.name}/${own.restarts}/${own.told}`;
  return instant(Math.min(due, after(now, draw(LOOK_AGAIN, context.rng, label))));
}
