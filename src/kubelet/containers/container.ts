import { formatGoDuration } from '../../machinery/duration.ts';
import { after, type Duration, type Instant, minutes, seconds } from '../../machinery/instant.ts';
import type { ContainerRun } from '../run.ts';
import { lengthOf, type Place, programOf, runOf, type Sync, targetOf, tell } from '../sync.ts';
import { podId, tellCrashBackOff, tellPullBackOff } from './backing-off.ts';
import { advanceStopping, endContainer, isRestarted } from './ended.ts';
import { nameError, pullError } from './images.ts';
import { rootError } from './non-root.ts';
import { runProbes } from './probes.ts';
import { beginPull, endPull, isPresent, nextTry } from './pulls.ts';
import { environmentError } from './references.ts';
import { rouseProbes } from './rousing.ts';
import { endGreeting, endOf, nextLook, startContainer } from './starting.ts';
import { stopContainer } from './stopping.ts';

/** kubelet's MaxContainerBackOff and where it begins (K-40). */
const BACKOFF_FIRST = seconds(10);
const BACKOFF_LONGEST = minutes(5);
/** How soon the kubelet looks again at a pod it could not bring on (K-44); after many times the events are not heard any more. */
const RETRY = seconds(12);
const RETRIES_HEARD = 25;
const RETRY_LATER = minutes(5);

/** Starts the container, or starts it again. */
export function beginContainer(sync: Sync, place: Place): void {
  const { container } = place;
  const { name, image = '', imagePullPolicy = 'IfNotPresent' } = container;
  const own: ContainerRun = runOf(sync, place) ?? { step: 'pulling', since: sync.now, restarts: 0, image };
  sync.run.containers[name] = own;
  own.image = image;
  own.until = undefined;
  const error = nameError(image);
  if (error !== undefined) {
    tell(sync, 'Warning', 'InspectFailed', error, place);
    block(sync, place, own, 'InvalidImageName', error);
  } else if (imagePullPolicy === 'Never' && !isPresent(sync, image)) {
    const text = `Container image "${image}" is not present with pull policy of Never`;
    tell(sync, 'Warning', 'ErrImageNeverPull', text, place);
    block(sync, place, own, 'ErrImageNeverPull', text);
  } else if (imagePullPolicy !== 'Always' && isPresent(sync, image)) {
    tell(sync, 'Normal', 'Pulled', `Container image "${image}" already present on machine`, place);
    createContainer(sync, place, own);
  } else {
    beginPull(sync, place, own);
  }
}

/** Does what is due for a container that has begun. True when anything moved. */
export function advanceContainer(sync: Sync, place: Place, own: ContainerRun): boolean {
  if (own.step === 'running') return advanceRunning(sync, place, own);
  if (own.step === 'exited') return afterExit(sync, place, own);
  if (own.step === 'stopping') return advanceStopping(sync, place, own);
  if (own.until === undefined || own.until > sync.now) return false;
  switch (own.step) {
    case 'pulling':
      if (endPull(sync, place, own)) createContainer(sync, place, own);
      else waitForPull(sync, place, own);
      return true;
    case 'starting':
      startContainer(sync, place, own);
      return true;
    case 'greeting':
      endGreeting(sync, place, own);
      return true;
    case 'crashed':
      if (restartDue(own) > sync.now) tellCrashBackOff(sync, place, own, restartDue(own));
      else restart(sync, place, own);
      return true;
    default:
      if (own.reason === 'ErrImagePull') backOffPull(sync, place, own);
      else if (own.reason === 'ImagePullBackOff' && nextTry(own) > sync.now)
        tellPullBackOff(sync, place, own, nextTry(own));
      else beginContainer(sync, place);
      return true;
  }
}

function createContainer(sync: Sync, place: Place, own: ContainerRun): void {
  const { container } = place;
  const error =
    environmentError(container, sync.pod.metadata.namespace ?? '', sync.context.client) ??
    rootError(sync, container);
  if (error !== undefined) {
    block(sync, place, own, 'CreateContainerConfigError', error);
    return;
  }
  own.step = 'starting';
  own.since = sync.now;
  own.tries = undefined;
  own.until = nextLook(after(sync.now, lengthOf(sync, 'start', `${container.name}/${own.restarts}`)));
}

function advanceRunning(sync: Sync, place: Place, own: ContainerRun): boolean {
  const program = programOf(sync, place);
  if (program.isOpen === true) own.until = endOf(program, own);
  if (sync.manner.faults.strikes('container-crash', targetOf(sync, place), sync.now) !== undefined) {
    endContainer(sync, place, own, 1);
    return true;
  }
  if (own.until !== undefined && own.until <= sync.now) {
    endContainer(sync, place, own, program.exit?.code ?? 0, program.exit?.reason);
    return true;
  }
  if (own.image !== place.container.image) {
    own.replaced = true;
    const text = `Container ${place.container.name} definition changed, will be restarted`;
    tell(sync, 'Normal', 'Killing', text, place);
    stopContainer(sync, place, own);
    return true;
  }
  rouseProbes(sync, place, own);
  const outcome = runProbes(sync, place, own);
  if (outcome === 'kill') killUnhealthy(sync, place, own);
  else if (outcome === 'changed') sync.changed = true;
  return outcome !== 'nothing';
}

/** A failed liveness or startup probe ends the container within the probe's own grace, if it has one (K-64). */
function killUnhealthy(sync: Sync, place: Place, own: ContainerRun): void {
  const { container, part } = place;
  const which = own.probes?.startup?.passed === false ? 'startup' : 'liveness';
  const subject = part === 'main' ? 'Container' : 'Init container';
  const isRestarting = sync.pod.spec.restartPolicy !== 'Never';
  const restarted = part === 'main' && isRestarting ? ', will be restarted' : '';
  const grace = container[`${which}Probe`]?.terminationGracePeriodSeconds;
  if (part === 'sidecar' || isRestarting) own.replaced = true;
  const text = `${subject} ${container.name} failed ${which} probe${restarted}`;
  tell(sync, 'Normal', 'Killing', text, place);
  stopContainer(sync, place, own, grace === undefined ? undefined : seconds(grace));
}

/** The first end is followed by a restart at once; each further one waits, counted from the end (K-40 to K-42). */
function afterExit(sync: Sync, place: Place, own: ContainerRun): boolean {
  if (!isRestarted(sync, place, own)) return false;
  const due = restartDue(own);
  if (due <= sync.now) {
    restart(sync, place, own);
    return true;
  }
  own.until ??= after(sync.now, lengthOf(sync, 'notice', `${place.container.name}/${own.restarts}`));
  if (own.until > sync.now) return false;
  const { name } = place.container;
  tellCrashBackOff(sync, place, own, due);
  const delay = formatGoDuration(own.crash?.delay ?? BACKOFF_FIRST);
  const message = `back-off ${delay} restarting failed container=${name} pod=${podId(sync)}`;
  wait(sync, own, 'CrashLoopBackOff', message);
  own.step = 'crashed';
  return true;
}

const isForgotten = ({ crash, exit }: ContainerRun): boolean =>
  crash === undefined || (exit?.finishedAt ?? crash.updated) - crash.updated > 2 * BACKOFF_LONGEST;

function restartDue(own: ContainerRun): Instant {
  const finishedAt = own.exit?.finishedAt ?? own.since;
  return isForgotten(own) ? finishedAt : after(finishedAt, (own.crash?.delay ?? 0) as Duration);
}

function restart(sync: Sync, place: Place, own: ContainerRun): void {
  if (isForgotten(own)) own.told = undefined;
  const delay = isForgotten(own) ? BACKOFF_FIRST : Math.min((own.crash?.delay ?? 0) * 2, BACKOFF_LONGEST);
  own.crash = { delay, updated: sync.now };
  beginContainer(sync, place);
}

function waitForPull(sync: Sync, place: Place, own: ContainerRun): void {
  const until = own.until;
  wait(sync, own, 'ErrImagePull', pullError(place.container.image ?? ''));
  own.until = until;
}

function backOffPull(sync: Sync, place: Place, own: ContainerRun): void {
  const { image = '' } = place.container;
  tellPullBackOff(sync, place, own, nextTry(own));
  wait(
    sync,
    own,
    'ImagePullBackOff',
    `Back-off pulling image "${image}": ErrImagePull: ${own.message ?? ''}`,
  );
}

/** A start that failed for a reason that a later look may find gone. */
function block(sync: Sync, place: Place, own: ContainerRun, reason: string, message: string): void {
  const error = reason === 'CreateContainerConfigError' ? message : reason;
  tell(sync, 'Warning', 'Failed', `Error: ${error}`, place);
  wait(sync, own, reason, message);
  own.tries = (own.tries ?? 0) + 1;
  own.until = after(sync.now, own.tries < RETRIES_HEARD ? RETRY : RETRY_LATER);
}

function wait(sync: Sync, own: ContainerRun, reason: string, message: string | undefined): void {
  if (own.step !== 'blocked' || own.reason !== reason || own.message !== message) sync.changed = true;
  own.step = 'blocked';
  own.since = sync.now;
  own.replaced = undefined;
  own.reason = reason;
  own.message = message;
}
