import { isSidecar } from '../../kinds/core/pod/requests.ts';
import type { ContainerStatus, PodPhase, PodSpec } from '../../kinds/core/pod/types.ts';

/** Whether the pod's containers will not be started again whatever its restart policy (SyncTerminatingPod is over). */
export type Ending = 'goes on' | 'has ended';

interface Counts {
  running: number;
  waiting: number;
  stopped: number;
  succeeded: number;
  unknown: number;
  pendingInit: number;
  pendingSidecars: number;
  failedInit: number;
}

export function statusOf(
  statuses: readonly ContainerStatus[] | undefined,
  name: string,
): ContainerStatus | undefined {
  return statuses?.find((status) => status.name === name);
}

/** getPhase: read off the containers each time, never remembered (K-1 to K-4). */
export function podPhase(
  spec: PodSpec,
  statuses: readonly ContainerStatus[],
  ending: Ending,
  hasInitialized: boolean,
): PodPhase {
  const counts = count(spec, statuses);
  const { running, waiting, stopped, succeeded, unknown } = counts;
  if (counts.failedInit > 0 && spec.restartPolicy === 'Never') return 'Failed';
  if (counts.pendingInit > 0 || (counts.pendingSidecars > 0 && !hasInitialized) || waiting > 0)
    return 'Pending';
  if (running > 0 && unknown === 0) return 'Running';
  if (running > 0 || stopped === 0 || unknown > 0) return 'Pending';
  const allSucceeded = stopped === succeeded;
  if (ending === 'has ended') return allSucceeded ? 'Succeeded' : 'Failed';
  if ((spec.restartPolicy ?? 'Always') === 'Always') return 'Running';
  if (allSucceeded) return 'Succeeded';
  return spec.restartPolicy === 'Never' ? 'Failed' : 'Running';
}

/** HasAnyRegularContainerStarted. */
export function hasStarted(spec: PodSpec, statuses: readonly ContainerStatus[]): boolean {
  return spec.containers.some(({ name }) => {
    const state = statusOf(statuses, name)?.state;
    return state?.running !== undefined || state?.terminated !== undefined;
  });
}

function count(spec: PodSpec, statuses: readonly ContainerStatus[]): Counts {
  const counts: Counts = {
    running: 0,
    waiting: 0,
    stopped: 0,
    succeeded: 0,
    unknown: 0,
    pendingInit: 0,
    pendingSidecars: 0,
    failedInit: 0,
  };
  for (const container of spec.initContainers ?? []) {
    const status = statusOf(statuses, container.name);
    if (isSidecar(container)) countSidecar(status, counts);
    else countInit(status, counts);
  }
  for (const { name } of spec.containers) countMain(statusOf(statuses, name), counts);
  return counts;
}

function countInit(status: ContainerStatus | undefined, counts: Counts): void {
  const { terminated, waiting } = status?.state ?? {};
  if (terminated !== undefined) {
    if (isFailure(terminated)) counts.failedInit++;
  } else if (waiting !== undefined && status?.lastState?.terminated !== undefined) {
    if (isFailure(status.lastState.terminated)) counts.failedInit++;
  } else {
    counts.pendingInit++;
  }
}

function countSidecar(status: ContainerStatus | undefined, counts: Counts): void {
  if (status === undefined) {
    counts.unknown++;
    return;
  }
  const { running, terminated, waiting } = status.state ?? {};
  if (running !== undefined) {
    if (status.started !== true) counts.pendingSidecars++;
    counts.running++;
  } else if (terminated !== undefined) {
    return;
  } else if (waiting === undefined) {
    counts.pendingSidecars++;
    counts.unknown++;
  } else if (status.lastState?.terminated === undefined) {
    counts.pendingSidecars++;
    counts.waiting++;
  }
}

function countMain(status: ContainerStatus | undefined, counts: Counts): void {
  const { running, terminated, waiting } = status?.state ?? {};
  if (running !== undefined) counts.running++;
  else if (terminated !== undefined) {
    counts.stopped++;
    if (!isFailure(terminated)) counts.succeeded++;
  } else if (waiting === undefined) counts.unknown++;
  else if (status?.lastState?.terminated !== undefined) counts.stopped++;
  else counts.waiting++;
}

const isFailure = ({ exitCode }: { readonly exitCode?: number }): boolean => (exitCode ?? 0) !== 0;
