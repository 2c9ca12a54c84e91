import { isTerminating } from '../../../machinery/object-meta.ts';
import { condition, isFinished, isReady } from './conditions.ts';
import { isSidecar } from './requests.ts';
import type { ContainerState, ContainerStatus, Pod } from './types.ts';

/** What `get pods` says of a pod's containers together. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  /** When a container was last seen to end, of those whose restarts count; '' when none was. */
  readonly lastRestart: string;
}

interface Tally {
  ready: number;
  reason: string;
  restarts: number;
  lastRestart: string;
}

/** The pod's STATUS, READY and RESTARTS, worked out in upstream's order (printPod; printers section 5). */
export function summarise(pod: Pod): PodSummary {
  const { spec, status } = pod;
  const sidecars = new Set((spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const tally: Tally = { ready: 0, reason: startReason(pod), restarts: 0, lastRestart: '' };
  const ofSidecars: Tally = { ...tally };
  const initializing = addInitContainers(pod, sidecars, tally, ofSidecars);
  if (!initializing || condition(status, 'Initialized')?.status === 'True') {
    tally.restarts = ofSidecars.restarts;
    tally.lastRestart = ofSidecars.lastRestart;
    addContainers(pod, tally);
  }
  const total = (spec.containers ?? []).length + sidecars.size;
  return { ...tally, total, reason: deletionReason(pod) ?? tally.reason };
}

function startReason({ status }: Pod): string {
  const gated = status?.conditions?.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : status?.reason || status?.phase || '';
}

function deletionReason(pod: Pod): string | undefined {
  if (!isTerminating(pod)) return undefined;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  return isFinished(pod) ? undefined : 'Terminating';
}

/** Goes through the init containers up to the first that has not done its part; tells whether there is one. */
function addInitContainers(
  { spec, status }: Pod,
  sidecars: ReadonlySet<string>,
  tally: Tally,
  ofSidecars: Tally,
): boolean {
  for (const [index, container] of (status?.initContainerStatuses ?? []).entries()) {
    addRestarts(tally, container);
    const sidecar = sidecars.has(container.name);
    if (sidecar) addRestarts(ofSidecars, container);
    if (container.state?.terminated !== undefined && !container.state.terminated.exitCode) continue;
    if (sidecar && container.started === true) {
      if (container.ready) tally.ready++;
      continue;
    }
    tally.reason = `Init:${initReason(container.state) ?? `${index}/${(spec.initContainers ?? []).length}`}`;
    return true;
  }
  return false;
}

function initReason(state: ContainerState | undefined): string | undefined {
  if (state?.terminated !== undefined) return endReason(state.terminated);
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== 'PodInitializing' ? waiting : undefined;
}

const endReason = ({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string =>
  reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`);

/** From the last container to the first: the first one's reason is told. */
function addContainers(pod: Pod, tally: Tally): void {
  let running = false;
  for (const container of (pod.status?.containerStatuses ?? []).toReversed()) {
    addRestarts(tally, container);
    const { waiting, terminated } = container.state ?? {};
    if (waiting?.reason) tally.reason = waiting.reason;
    else if (terminated !== undefined) tally.reason = endReason(terminated);
    else if (container.ready && container.state?.running !== undefined) {
      running = true;
      tally.ready++;
    }
  }
  if (tally.reason === 'Completed' && running) tally.reason = isReady(pod) ? 'Running' : 'NotReady';
}

function addRestarts(tally: Tally, { restartCount, lastState }: ContainerStatus): void {
  tally.restarts += restartCount ?? 0;
  const finished = lastState?.terminated?.finishedAt;
  if (finished && finished > tally.lastRestart) tally.lastRestart = finished;
}
