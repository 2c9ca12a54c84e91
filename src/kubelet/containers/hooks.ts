import { foretellPostStart, type Rehearsal, rehearse } from '../../containers/forecast.ts';
import { isKnownImage } from '../../containers/images/index.ts';
import type { LifecycleHandler } from '../../kinds/core/pod/types.ts';
import { type Duration, hours, type Instant, milliseconds, seconds } from '../../machinery/instant.ts';
import { commandSteps } from '../behaviours/command.ts';
import { parseGoDurationOr } from '../behaviours/length.ts';
import type { ContainerRun } from '../run.ts';
import { instanceOf, type Place, type Sync, sourcesOf } from '../sync.ts';
import { podId } from './backing-off.ts';

/** How a lifecycle hook goes. */
export interface Hook {
  readonly length: Duration;
  /** What is wrong with it, in the kubelet's words. */
  readonly error?: string;
  /** It runs in the container, and is killed with it. */
  readonly endsWithContainer: boolean;
}

/** A command that does not end as far as anybody looks ahead. */
const ENDLESS = hours(24 * 365);
const AT_ONCE = milliseconds(0);
/** What the shell says of a program that is not there. */
const NOT_FOUND = 127;
const KILLED = 137;

/** The hook that follows the start of a container which ends by itself at `end`; undefined where it has none. */
export function postStart(
  sync: Sync,
  place: Place,
  own: ContainerRun,
  end: Instant | undefined,
): Hook | undefined {
  const handler = place.container.lifecycle?.postStart;
  if (handler === undefined) return undefined;
  const hook = hookOf(sync, place, handler, () => {
    const { client, memory } = sync.context;
    return foretellPostStart(instanceOf(sync, place, own), client, memory);
  });
  const left = end === undefined ? ENDLESS : milliseconds(end - sync.now);
  if (!hook.endsWithContainer || hook.length <= left) return hook;
  const words = handler.exec?.command ?? [];
  return { ...hook, length: left, error: execError(sync, place, words, exited(words, KILLED, ''), '') };
}

/** The hook that comes before SIGTERM. */
export function preStop(sync: Sync, place: Place, own: ContainerRun): Hook | undefined {
  const handler = place.container.lifecycle?.preStop;
  if (handler === undefined) return undefined;
  return hookOf(sync, place, handler, (words) => {
    return rehearse(instanceOf(sync, place, own), words, sync.now, sourcesOf(sync));
  });
}

/** Runs the hook's command. */
type Play = (words: readonly string[]) => Rehearsal | undefined;

/** A server that answers a hook at all has answered it: the kubelet does not look at what it says. */
function hookOf(sync: Sync, place: Place, { exec, sleep }: LifecycleHandler, play: Play): Hook {
  if (sleep !== undefined) return { length: seconds(sleep.seconds), endsWithContainer: false };
  const words = exec?.command;
  if (words === undefined) return { length: AT_ONCE, endsWithContainer: false };
  const result = play(words);
  // An image that nobody knows may have any program.
  if (!isKnownImage(place.container.image ?? '') && (result?.code ?? NOT_FOUND) === NOT_FOUND)
    return { length: obviousLength(words), endsWithContainer: true };
  if (result === undefined) return { length: ENDLESS, endsWithContainer: true };
  if (!result.isThere)
    return { length: AT_ONCE, error: notThere(sync, place, words), endsWithContainer: true };
  const { length, code, output, errors } = result;
  if (code === 0) return { length, endsWithContainer: true };
  const error = execError(sync, place, words, exited(words, code, errors), output);
  return { length, error, endsWithContainer: true };
}

function obviousLength(words: readonly string[]): Duration {
  let sum = 0;
  for (const step of commandSteps(words) ?? [])
    if (step.does === 'waits') sum += parseGoDurationOr(step.for, AT_ONCE);
  return milliseconds(sum);
}

const exited = (words: readonly string[], code: number, errors: string): string =>
  `command '${words.join(' ')}' exited with ${code}: ${errors}`;

/** containerd's words. */
function notThere(sync: Sync, place: Place, words: readonly string[]): string {
  const [program = ''] = words;
  const id = sync.context.rng.fork(`exec ${sync.run.uid} ${program}`).hex(64);
  const error = `rpc error: code = Unknown desc = failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: ${whyNotThere(program)}: unknown`;
  return execError(sync, place, words, error, '');
}

/** runc's words of a program that is not there. */
export const whyNotThere = (program: string): string =>
  program.includes('/')
    ? `exec: ${JSON.stringify(program)}: stat ${program}: no such file or directory`
    : `exec: ${JSON.stringify(program)}: executable file not found in $PATH`;

const execError = (
  sync: Sync,
  { container }: Place,
  words: readonly string[],
  error: string,
  output: string,
): string =>
  `Exec lifecycle hook ([${words.join(' ')}]) for Container "${container.name}" in Pod "${podId(sync)}" failed - error: ${error}, message: ${JSON.stringify(output)}`;
