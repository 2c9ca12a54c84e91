import { after, milliseconds, seconds } from '../machinery/instant.ts';
import { advanceStopping } from './containers/ended.ts';
import { KILLED, LEAST, stopContainer, tellStopping } from './containers/stopping.ts';
import type { EndingCause, EndingTarget, Run } from './run.ts';
import { runOf, type Sync, tell } from './sync.ts';

export const DEADLINE_MESSAGE = 'Pod was active on the node longer than the specified deadline';

/** Of every running container it is told that it stops, and all but sidecars do so at once: those follow when the others are gone (K-53, K-72). */
export function beginEnding(sync: Sync, cause: EndingCause, why?: string, target?: EndingTarget): boolean {
  const { run, now } = sync;
  const grace = graceFor(sync, cause);
  const told = { ...(why === undefined ? {} : { why }), ...(target === undefined ? {} : { target }) };
  run.ending = { since: now, killAt: after(now, seconds(grace)), grace, cause, ...told };
  if (cause === 'deadline') tell(sync, 'Normal', 'DeadlineExceeded', DEADLINE_MESSAGE);
  if (cause === 'evicted') tell(sync, 'Warning', 'Evicted', why ?? '');
  if (cause !== 'deleted') sync.changed = true;
  for (const place of sync.places) {
    const own = runOf(sync, place);
    if (own !== undefined) own.replaced = undefined;
    if (own?.step !== 'running' && own?.step !== 'greeting') continue;
    tellStopping(sync, place, own);
    if (place.part !== 'sidecar') stopContainer(sync, place, own);
  }
  return true;
}

/** What an evicted pod has left, in seconds: upstream's immediate eviction. */
const EVICTION_GRACE = 1;

function graceFor({ pod }: Sync, cause: EndingCause): number {
  if (cause === 'deleted') return pod.metadata.deletionGracePeriodSeconds ?? 0;
  return cause === 'evicted' ? EVICTION_GRACE : (pod.spec.terminationGracePeriodSeconds ?? 30);
}

/** What is due while the pod goes down; nothing is started any more. */
export function advanceEnding(sync: Sync): boolean {
  const { ending } = sync.run;
  if (ending === undefined) return false;
  if (shorten(sync, ending)) return true;
  let moved = false;
  for (const place of sync.places) {
    const own = runOf(sync, place);
    if (own?.step === 'stopping' && advanceStopping(sync, place, own)) moved = true;
  }
  if (moved) return true;
  const othersUp = sync.places.some((place) => place.part !== 'sidecar' && isUp(runOf(sync, place)?.step));
  return othersUp ? false : endNextSidecar(sync);
}

const isUp = (step: string | undefined): boolean =>
  step === 'running' || step === 'greeting' || step === 'stopping';

export const isDown = (sync: Sync): boolean => !sync.places.some((place) => isUp(runOf(sync, place)?.step));

function endNextSidecar(sync: Sync): boolean {
  for (const place of sync.places.toReversed()) {
    const own = runOf(sync, place);
    if (own?.step === 'stopping') return false;
    if (own?.step !== 'running' && own?.step !== 'greeting') continue;
    stopContainer(sync, place, own);
    return true;
  }
  return false;
}

/** A second DELETE may leave less time than the first: the runtime is asked anew, and counts from then (K-70). */
function shorten(sync: Sync, ending: NonNullable<Run['ending']>): boolean {
  const { pod, run, now } = sync;
  const grace = pod.metadata.deletionGracePeriodSeconds;
  if (ending.cause !== 'deleted' || grace === undefined || grace >= ending.grace) return false;
  const killAt = after(now, milliseconds(Math.max(seconds(grace), LEAST)));
  run.ending = { ...ending, grace, killAt };
  for (const place of sync.places) {
    const own = runOf(sync, place);
    if (!isUp(own?.step) || own === undefined) continue;
    tellStopping(sync, place, own);
    if (own.until === undefined || own.step !== 'stopping') continue;
    const isKilled = own.until === ending.killAt || own.until > killAt;
    if (!isKilled) continue;
    own.until = killAt;
    own.stopCode = KILLED;
  }
  return true;
}
