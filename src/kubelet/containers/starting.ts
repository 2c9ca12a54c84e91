import { after, type Instant, instant } from '../../machinery/instant.ts';
import type { Program } from '../behaviours/behaviour.ts';
import type { ContainerRun } from '../run.ts';
import { type Place, programOf, runOf, type Sync, tell } from '../sync.ts';
import { endContainer, settleEnd, turnOver } from './ended.ts';
import { noteStart } from './history.ts';
import { postStart } from './hooks.ts';
import { beginProbes } from './probes.ts';
import { settle } from './resize.ts';
import { startError } from './start-error.ts';
import { stopContainer } from './stopping.ts';

/** What a container counts as having exited with whose program could not be started. */
const START_ERROR = 128;

/** Starts the container's program; who has a postStart hook is told of when that is over. */
export function startContainer(sync: Sync, place: Place, own: ContainerRun): void {
  const { name } = place.container;
  tell(sync, 'Normal', 'Created', `Created container: ${name}`, place);
  const error = startError(place.container);
  if (error !== undefined) {
    failStart(sync, place, own, error);
    return;
  }
  tell(sync, 'Normal', 'Started', `Started container ${name}`, place);
  own.since = sync.now;
  own.startedAt = sync.now;
  own.unseen = true;
  // Where the node had agreed to a change, the new instance has it.
  if (own.resized !== undefined) settle(own);
  noteStart(sync, place, own);
  const hook = postStart(sync, place, own, endOf(programOf(sync, place), own));
  own.step = 'greeting';
  own.hookError = hook?.error;
  if (hook === undefined) endGreeting(sync, place, own);
  else own.until = nextLook(after(sync.now, hook.length));
}

/** Main containers are started one after another: the next only when the postStart hook of the one before it is over. */
export const isBeingStarted = ({ step, until, exit }: ContainerRun): boolean =>
  exit === undefined &&
  (step === 'pulling' || step === 'starting' || (step === 'greeting' && until !== undefined));

/** One sync starts all main containers: until the last is started nobody is told of the others. True when any is told of. */
export function showStarted(sync: Sync): boolean {
  const waiting = sync.places.filter((place) => {
    const own = runOf(sync, place);
    return own?.step === 'greeting' && own.until === undefined;
  });
  for (const place of waiting) showContainer(sync, place, runOf(sync, place) as ContainerRun);
  return waiting.length > 0;
}

/** The postStart hook is over: only now may the container count as running. Where the hook failed it is killed. */
export function endGreeting(sync: Sync, place: Place, own: ContainerRun): void {
  if (own.hookError === undefined) {
    own.until = undefined;
    // Others of the same sync may be still to come.
    if (place.part !== 'main') showContainer(sync, place, own);
    return;
  }
  tell(sync, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', place);
  tell(sync, 'Normal', 'Killing', 'FailedPostStartHook', place);
  const program = programOf(sync, place);
  const end = endOf(program, own);
  if (end !== undefined && end <= sync.now)
    endContainer(sync, place, own, program.exit?.code ?? 0, program.exit?.reason);
  else stopContainer(sync, place, own);
}

/** The container is told of as running. */
function showContainer(sync: Sync, place: Place, own: ContainerRun): void {
  turnOver(own);
  own.step = 'running';
  own.replaced = undefined;
  own.reason = undefined;
  own.message = undefined;
  own.until = endOf(programOf(sync, place), own);
  beginProbes(sync, place, own);
  sync.changed = true;
}

/** The container was made, and its program could not be started (K-13). */
function failStart(sync: Sync, place: Place, own: ContainerRun, error: string): void {
  tell(sync, 'Warning', 'Failed', `Error: ${error}`, place);
  turnOver(own);
  const ended = { startedAt: instant(0), finishedAt: sync.now, id: '' };
  own.exit = { code: START_ERROR, reason: 'StartError', message: error, ...ended };
  settleEnd(sync, place, own, { reason: 'RunContainerError', message: error });
}

/** When the container ends by itself, as far as is known. */
export const endOf = ({ length }: Program, { startedAt }: ContainerRun): Instant | undefined =>
  length === undefined || startedAt === undefined ? undefined : after(startedAt, length);

/** The kubelet looks at its runtime ten times a second: what started meanwhile is told together. */
const LOOK_EVERY = 100;

export function nextLook(at: Instant): Instant {
  return instant(Math.ceil(at / LOOK_EVERY) * LOOK_EVERY);
}
