import { lastWords } from '../../containers/last-words.ts';
import { doDeeds } from '../deeds.ts';
import type { ContainerRun } from '../run.ts';
import { instanceOf, type Place, type Sync, sourcesOf, tell } from '../sync.ts';
import { noteEnd } from './history.ts';
import { KILLED } from './stopping.ts';

/** The container is over: its end becomes its state. */
export function endContainer(
  sync: Sync,
  place: Place,
  own: ContainerRun,
  code: number,
  reason?: string,
): void {
  noteEnd(sync, place, own);
  if (code === 0 && own.step === 'running') doDeeds(sync, place);
  if (own.unseen === true) turnOver(own);
  const words = lastWords(instanceOf(sync, place, own), { at: sync.now, code }, sourcesOf(sync));
  own.exit = {
    code,
    ...(words === undefined ? {} : { message: words }),
    reason: reason ?? (code === 0 ? 'Completed' : 'Error'),
    startedAt: own.startedAt ?? sync.now,
    finishedAt: sync.now,
    id: '',
  };
  const { hookError: message } = own;
  settleEnd(sync, place, own, message === undefined ? undefined : { reason: 'PostStartHookError', message });
}

/** What is left of an instance that is over; `failure` is told of it where it is started again. */
export function settleEnd(
  sync: Sync,
  place: Place,
  own: ContainerRun,
  failure: { readonly reason: string; readonly message: string } | undefined,
): void {
  own.step = 'exited';
  own.since = sync.now;
  own.until = undefined;
  own.startedAt = undefined;
  if (own.replaced === undefined) own.probes = undefined;
  own.stopCode = undefined;
  own.hookError = undefined;
  own.preStopFails = undefined;
  if (failure !== undefined && isRestarted(sync, place, own)) {
    own.replaced = undefined;
    own.reason = failure.reason;
    own.message = failure.message;
  }
  sync.changed = true;
}

/** What is due of a container that was asked to end. */
export function advanceStopping(sync: Sync, place: Place, own: ContainerRun): boolean {
  const { now } = sync;
  if (own.preStopFails !== undefined && own.preStopFails <= now) {
    own.preStopFails = undefined;
    tell(sync, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', place);
    return true;
  }
  if (own.until === undefined || own.until > now) return false;
  endContainer(sync, place, own, own.stopCode ?? KILLED);
  return true;
}

/** Whether a container that ended is started again. */
export function isRestarted({ pod }: Sync, { part }: Place, { exit, replaced }: ContainerRun): boolean {
  if (part === 'ephemeral') return false;
  if (part === 'sidecar' || replaced !== undefined) return true;
  const { restartPolicy = 'Always' } = pod.spec;
  if (restartPolicy === 'Never') return false;
  return exit?.code !== 0 || (restartPolicy === 'Always' && part === 'main');
}

/** From now on the new instance is what there is to see. */
export function turnOver(own: ContainerRun): void {
  own.unseen = undefined;
  if (own.exit === undefined) return;
  own.restarts++;
  own.last = own.exit;
  own.exit = undefined;
}
