import { after, seconds } from '../machinery/instant.ts';
import { advanceContainer, beginContainer } from './containers/container.ts';
import { isRestarted } from './containers/ended.ts';
import { isStarted } from './containers/probes.ts';
import { resizePod } from './containers/resize.ts';
import { isBeingStarted, showStarted } from './containers/starting.ts';
import { stopContainer, tellStopping } from './containers/stopping.ts';
import { advanceEnding, beginEnding } from './ending.ts';
import { type Place, runOf, type Sync } from './sync.ts';
import { fullVolume } from './volumes/limits.ts';
import { areMounted } from './volumes/mounting.ts';

/** More moves than any pod makes in one instant. */
const MOVES_MOST = 1000;

/** Brings the pod as far as it can be now. */
export function advancePod(sync: Sync): void {
  resizePod(sync);
  for (let move = 0; move < MOVES_MOST && advanceOnce(sync); move++);
}

function advanceOnce(sync: Sync): boolean {
  if (sync.run.ending !== undefined) return advanceEnding(sync);
  if (sync.pod.metadata.deletionTimestamp !== undefined) return beginEnding(sync, 'deleted');
  if (isPastDeadline(sync)) return beginEnding(sync, 'deadline');
  const full = fullVolume(sync);
  if (full !== undefined) return beginEnding(sync, 'evicted', full);
  if (!areMounted(sync)) return false;
  const mains = sync.places.filter(({ part }) => part === 'main');
  const hasBegun = mains.some((place) => runOf(sync, place) !== undefined);
  const isDone = hasBegun && isOver(sync, mains);
  let moved = false;
  for (const place of sync.places) {
    const own = runOf(sync, place);
    // Sidecars are not brought up again when there is nobody left to serve.
    if (own === undefined || (isDone && own.step !== 'running' && own.step !== 'stopping')) continue;
    if (advanceContainer(sync, place, own)) moved = true;
  }
  if (moved) return true;
  if (!isDone && startEphemeral(sync)) return true;
  return isDone ? stopSidecars(sync) : startNext(sync, mains, hasBegun);
}

export const isPastDeadline = ({ pod, run, now }: Sync): boolean =>
  pod.spec.activeDeadlineSeconds !== undefined &&
  after(run.seen, seconds(pod.spec.activeDeadlineSeconds)) <= now;

/**
 * Begins what may begin: init containers one by one, sidecars as they come, then main containers,
 * each when the one before it has been started (K-50, K-52).
 */
function startNext(sync: Sync, mains: readonly Place[], hasBegun: boolean): boolean {
  for (const place of sync.places) {
    if (place.part === 'main') break;
    if (hasBegun && place.part === 'init') continue;
    const own = runOf(sync, place);
    if (own === undefined) {
      beginContainer(sync, place);
      return true;
    }
    const isDone = place.part === 'sidecar' ? isStarted(own) : own.step === 'exited' && own.exit?.code === 0;
    if (!isDone && !hasBegun) return false;
  }
  for (const place of mains) {
    const own = runOf(sync, place);
    if (own !== undefined && isBeingStarted(own)) return false;
    if (own !== undefined) continue;
    beginContainer(sync, place);
    return true;
  }
  return showStarted(sync);
}

/** Ephemeral containers begin as soon as they come to a pod that is there. */
function startEphemeral(sync: Sync): boolean {
  const next = sync.places.find((place) => place.part === 'ephemeral' && runOf(sync, place) === undefined);
  if (next === undefined || sync.isNew) return false;
  beginContainer(sync, next);
  return true;
}

/** Every main container has ended for good. */
function isOver(sync: Sync, mains: readonly Place[]): boolean {
  return mains.every((place) => {
    const own = runOf(sync, place);
    return own?.step === 'exited' && !isRestarted(sync, place, own);
  });
}

/** Sidecars go in reverse order, one after another, and all of them are told so at once (K-53). */
function stopSidecars(sync: Sync): boolean {
  for (const place of sync.places) {
    const own = place.part === 'sidecar' ? runOf(sync, place) : undefined;
    if (own?.step === 'running' && own.asked === undefined) tellStopping(sync, place, own);
  }
  for (const place of sync.places.toReversed()) {
    const own = place.part === 'sidecar' ? runOf(sync, place) : undefined;
    if (own?.step === 'stopping') return false;
    if (own?.step === 'running') {
      stopContainer(sync, place, own);
      return true;
    }
    if (own !== undefined) own.until = undefined;
  }
  return false;
}
