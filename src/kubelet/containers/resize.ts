import { condition } from '../../kinds/core/pod/conditions.ts';
import { amounts, wantedRequests } from '../../kinds/core/pod/requests.ts';
import { equalAmounts } from '../../kinds/core/pod/sizes.ts';
import type { Container } from '../../kinds/core/pod/types.ts';
import { after, milliseconds } from '../../machinery/instant.ts';
import { othersOn, shortage } from '../admission.ts';
import type { ContainerRun, Run } from '../run.ts';
import { type Place, runOf, type Sync, tell } from '../sync.ts';
import { stopContainer } from './stopping.ts';

/** The kubelet looks at what became of it with its next look at the runtime. */
const RESIZE_LENGTH = milliseconds(1000);

/** Gives the containers of a pod what its words say now, if the node has it. */
export function resizePod(sync: Sync): void {
  const { run } = sync;
  if (run.ending !== undefined) return;
  const waiting = sync.places.filter((place) => isWaiting(sync, place));
  const refusal = waiting.length === 0 ? undefined : refusalOf(sync);
  if (refusal?.message !== condition(sync.pod.status, 'PodResizePending')?.message) sync.changed = true;
  run.pending = refusal;
  if (refusal !== undefined) return;
  for (const place of waiting) accept(sync, place, runOf(sync, place) as ContainerRun);
}

/** Whether the container is to have something else than it has; what is done by now is settled. */
function isWaiting(sync: Sync, place: Place): boolean {
  const own = runOf(sync, place);
  if (own === undefined || (place.part !== 'main' && place.part !== 'sidecar')) return false;
  if (own.resized !== undefined && own.step === 'running' && own.resized <= sync.now) {
    settle(own);
    sync.changed = true;
    return false;
  }
  own.held ??= shownOf(sync, place);
  if (own.held !== undefined && equalAmounts(own.held, place.container.resources)) {
    settle(own);
    sync.changed = true;
  }
  return own.held !== undefined && own.resized === undefined;
}

/** The container has what the pod says. */
export function settle(own: ContainerRun): void {
  own.held = undefined;
  own.resized = undefined;
}

/** What its status says that it has, where the pod says otherwise. */
function shownOf({ pod: { status } }: Sync, { container, part }: Place) {
  const statuses = part === 'main' ? status?.containerStatuses : status?.initContainerStatuses;
  const shown = statuses?.find(({ name }) => name === container.name)?.resources;
  return shown === undefined || equalAmounts(shown, container.resources) ? undefined : shown;
}

/** canResizePod. */
function refusalOf({ pod, node, context }: Sync): Run['pending'] {
  const wanted = wantedRequests(pod);
  const most = amounts(node.status?.allocatable);
  for (const name of ['memory', 'cpu'] as const) {
    if (wanted[name] <= most[name]) continue;
    const figures = `${name}, requested: ${wanted[name]}, capacity: ${most[name]}`;
    return { reason: 'Infeasible', message: `Node didn't have enough capacity: ${figures}` };
  }
  const short = shortage(pod, node, othersOn(node, pod, context.client));
  return short === undefined ? undefined : { reason: 'Deferred', message: short.message };
}

function accept(sync: Sync, place: Place, own: ContainerRun): void {
  const { container } = place;
  sync.changed = true;
  own.crash = undefined;
  if (own.step === 'crashed') own.until = sync.now;
  if (own.step !== 'running') {
    // It has not been started yet, or is started anew.
    if (own.step !== 'stopping') settle(own);
    return;
  }
  own.resized = after(sync.now, RESIZE_LENGTH);
  if (!needsRestart(container, own)) return;
  own.replaced = true;
  tell(sync, 'Normal', 'Killing', `Container ${container.name} resize requires restart`, place);
  stopContainer(sync, place, own);
}

function needsRestart({ resources, resizePolicy = [] }: Container, { held }: ContainerRun): boolean {
  return resizePolicy.some(
    ({ resourceName, restartPolicy }) =>
      restartPolicy === 'RestartContainer' && !equalAmounts(held, resources, [resourceName]),
  );
}
