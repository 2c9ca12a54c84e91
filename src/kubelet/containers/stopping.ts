import type { LifecycleHandler } from '../../kinds/core/pod/types.ts';
import { after, type Duration, milliseconds, seconds } from '../../machinery/instant.ts';
import { parseGoDurationOr } from '../behaviours/length.ts';
import { stepsOf } from '../behaviours/script.ts';
import type { ContainerRun } from '../run.ts';
import { lengthOf, type Place, programOf, type Sync, tell } from '../sync.ts';

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
  const left = run.ending === undefined ? period : Math.max(run.ending.killAt - now, LEAST);
  const { stop } = programOf(sync, place);
  const hook = preStopLength(place.container.lifecycle?.preStop);
  const ends = stop?.after ?? lengthOf(sync, 'stop', `${place.container.name}/${own.restarts}`);
  const wanted = hook + (hook >= left ? 0 : ends);
  own.step = 'stopping';
  own.since = now;
  own.stopCode = wanted > left || hook >= left ? KILLED : (stop?.code ?? 143);
  own.until = after(now, milliseconds(Math.min(wanted, hook >= left ? left + LEAST : left)));
}

/** How long the hook takes, as far as its command says so. */
function preStopLength(hook: LifecycleHandler | undefined): Duration {
  if (hook?.sleep !== undefined) return seconds(hook.sleep.seconds);
  const words = hook?.exec?.command ?? [];
  const script = words.find((_, index) => words[index - 1] === '-c') ?? words.join(' ');
  let sum = 0;
  for (const step of stepsOf(script) ?? [])
    if (step.does === 'waits') sum += parseGoDurationOr(step.for, 0 as Duration);
  return milliseconds(sum);
}
