import { after, type Duration, milliseconds, seconds } from '../../machinery/instant.ts';
import type { ContainerRun } from '../run.ts';
import { lengthOf, type Place, programOf, type Sync, tell } from '../sync.ts';
import { preStop } from './hooks.ts';

/** What a container exits with that SIGKILL ends. */
export const KILLED = 137;
/** What a container has at least, however little is left of the grace period (K-53, K-72). */
export const LEAST = seconds(2);

/** What is said of a container when its pod goes. */
export function tellStopping(sync: Sync, place: Place, own: ContainerRun): void {
  own.asked = true;
  tell(sync, 'Normal', 'Killing', `Stopping container ${place.container.name}`, place);
}

/** Asks the container to end: preStop, SIGTERM, and SIGKILL when the grace period is over (K-72). */
export function stopContainer(sync: Sync, place: Place, own: ContainerRun, grace?: Duration): void {
  const { pod, now, run } = sync;
  const period = grace ?? seconds(pod.spec.terminationGracePeriodSeconds ?? 30);
  const left = run.ending === undefined ? period : milliseconds(run.ending.killAt - now);
  const hook = left > 0 ? preStop(sync, place, own) : undefined;
  const { stop: told } = programOf(sync, place);
  const uptime = milliseconds(now - (own.startedAt ?? now));
  const stop = typeof told === 'function' ? told(uptime) : told;
  const ends = stop?.after ?? lengthOf(sync, 'stop', `${place.container.name}/${own.restarts}`);
  const { hookEnds, killed } = course(hook?.length ?? milliseconds(0), left);
  const ended = hookEnds + ends;
  own.step = 'stopping';
  own.since = now;
  own.stopCode = ended > killed ? KILLED : (stop?.code ?? 143);
  own.until = after(now, milliseconds(Math.min(ended, killed)));
  const overran = hook !== undefined && hook.length > hookEnds && hook.endsWithContainer;
  if (overran) own.preStopFails = own.until;
  else if (hook?.error !== undefined) own.preStopFails = after(now, hookEnds);
}

/** When SIGTERM and SIGKILL come. What the hook took is counted in whole seconds. */
function course(hook: Duration, left: Duration): { readonly hookEnds: Duration; readonly killed: Duration } {
  const hookEnds = milliseconds(Math.min(hook, Math.max(left, 0)));
  const rest = Math.max(left - Math.floor(hookEnds / 1000) * 1000, LEAST);
  return { hookEnds, killed: milliseconds(hookEnds + rest) };
}
