import type { Container, ContainerState, ContainerStatus } from '../../kinds/core/pod/types.ts';
import { timeOf } from '../../machinery/instant.ts';
import type { Writable } from '../../machinery/json.ts';
import type { Rng } from '../../simulation/rng.ts';
import { imageFacts } from '../containers/images.ts';
import { isReady, isStarted } from '../containers/probes.ts';
import type { ContainerRun, Exit } from '../run.ts';
import type { Place } from '../sync.ts';

/** What a status needs to know beside the run itself. */
export interface StatusParts {
  readonly uid: string;
  readonly rng: Rng;
  /** Waiting containers of a pod with init containers say PodInitializing (K-8). */
  readonly hasInit: boolean;
}

/** One container as the API shows it (K-8 to K-13). */
export function containerStatus(
  place: Place,
  known: ContainerRun | undefined,
  parts: StatusParts,
): ContainerStatus {
  const own = known === undefined ? undefined : asSeen(known);
  const { container, part } = place;
  const { image = '', name } = container;
  const shown = own !== undefined && hasInstance(own) ? shownImage(own.image) : { image, imageID: '' };
  const id = own === undefined ? '' : idOf(own, name, parts);
  const isDoneInit = part === 'init' && own?.step === 'exited' && own.exit?.code === 0;
  const { volumeMounts } = container;
  const resources = own?.held ?? container.resources;
  const allocated = own?.resized === undefined ? resources : container.resources;
  const status: Writable<ContainerStatus> = {
    image: shown.image,
    imageID: shown.imageID,
    lastState: lastState(own, name, parts),
    name,
    ready: isDoneInit || (part !== 'init' && own !== undefined && isReady(own)),
    restartCount: own?.restarts ?? 0,
    started: own !== undefined && isStarted(own),
    state: stateOf(own, name, parts),
    resources: resources ?? {},
  };
  if (part === 'ephemeral') {
    // Nobody asks whether they are ready, or have started.
    status.ready = false;
    delete status.started;
  }
  if (id !== '') status.containerID = id;
  if (allocated?.requests !== undefined) status.allocatedResources = allocated.requests;
  if (volumeMounts !== undefined) status.volumeMounts = volumeMounts.map(mountStatus);
  return status;
}

/** While one sync kills a container and starts it again, what was before is what there is to see. */
function asSeen(own: ContainerRun): ContainerRun {
  if (own.replaced !== undefined && own.exit !== undefined)
    return { ...own, step: 'running', startedAt: own.exit.startedAt };
  return own.unseen === true ? { ...own, step: 'starting', startedAt: undefined } : own;
}

const hasInstance = (own: ContainerRun): boolean => own.startedAt !== undefined || own.exit !== undefined;

function shownImage(image: string): { readonly image: string; readonly imageID: string } {
  const { name, id } = imageFacts(image);
  return { image: name, imageID: id };
}

/** The running instance's id, or the last one's. */
function idOf(own: ContainerRun, name: string, parts: StatusParts): string {
  return hasInstance(own) ? instanceId(own.restarts, name, parts) : '';
}

function instanceId(instance: number, name: string, { uid, rng }: StatusParts): string {
  return `containerd://${rng.fork(`${uid}/${name}/${instance}`).hex(64)}`;
}

function stateOf(own: ContainerRun | undefined, name: string, parts: StatusParts): ContainerState {
  switch (own?.step) {
    case 'running':
    case 'stopping':
      return { running: { startedAt: timeOf(own.startedAt ?? own.since) } };
    case 'crashed':
    case 'blocked':
      return { waiting: waitingState(own.reason, own.message) };
    default:
      if (own !== undefined && isFailedStart(own)) return { waiting: waitingState(own.reason, own.message) };
      // While the next instance is being made, the last one is what there is to see.
      if (own?.exit !== undefined)
        return { terminated: terminatedState(own.exit, own.restarts, name, parts) };
      return { waiting: { reason: parts.hasInit ? 'PodInitializing' : 'ContainerCreating' } };
  }
}

/** What went wrong with its start is told until a start goes well. */
const isFailedStart = ({ step, exit, reason }: ContainerRun): boolean =>
  exit !== undefined &&
  reason !== undefined &&
  (step === 'exited' || step === 'pulling' || step === 'starting');

const waitingState = (reason: string | undefined, message: string | undefined) => ({
  ...(message === undefined ? {} : { message }),
  ...(reason === undefined ? {} : { reason }),
});

function lastState(own: ContainerRun | undefined, name: string, parts: StatusParts): ContainerState {
  if (own === undefined) return {};
  const isWaiting = own.step === 'crashed' || own.step === 'blocked' || isFailedStart(own);
  if (isWaiting && own.exit !== undefined) {
    return { terminated: terminatedState(own.exit, own.restarts, name, parts) };
  }
  return own.last === undefined
    ? {}
    : { terminated: terminatedState(own.last, own.restarts - 1, name, parts) };
}

function terminatedState(exit: Exit, instance: number, name: string, parts: StatusParts) {
  return {
    containerID: exit.id === '' ? instanceId(instance, name, parts) : exit.id,
    exitCode: exit.code,
    finishedAt: timeOf(exit.finishedAt),
    ...(exit.message === undefined ? {} : { message: exit.message }),
    reason: exit.reason,
    startedAt: timeOf(exit.startedAt),
  };
}

type VolumeMount = NonNullable<Container['volumeMounts']>[number];
type VolumeMountStatus = NonNullable<ContainerStatus['volumeMounts']>[number];

function mountStatus({ mountPath, name, readOnly }: VolumeMount): VolumeMountStatus {
  if (readOnly !== true) return { mountPath, name };
  return { mountPath, name, readOnly, recursiveReadOnly: 'Disabled' };
}
