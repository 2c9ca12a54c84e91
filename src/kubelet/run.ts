import type { ContainerStatus, Pod, ResourceRequirements } from '../kinds/core/pod/types.ts';
import { type Instant, instantOf } from '../machinery/instant.ts';
import type { Ref } from '../machinery/object-meta.ts';

/** How the last instance of a container ended. */
export interface Exit {
  readonly code: number;
  readonly reason: string;
  readonly message?: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly id: string;
}

/** Where a container is: `greeting` runs its postStart hook, `blocked` waits with a reason, `crashed` waits out its back-off. */
export type Step =
  | 'pulling'
  | 'starting'
  | 'greeting'
  | 'running'
  | 'stopping'
  | 'exited'
  | 'crashed'
  | 'blocked';

/** What the container runtime knows of one container; it changes in place while its pod is looked at. */
export interface ContainerRun {
  step: Step;
  since: Instant;
  /** When the step is over by itself. */
  until?: Instant | undefined;
  restarts: number;
  startedAt?: Instant | undefined;
  /** What it runs, where that is not what the pod's words say now (`kubectl set image` on a pod). */
  image: string;
  /** What it has, where the pod's words say otherwise now (`pods/resize`). */
  held?: ResourceRequirements | undefined;
  /** Its node has agreed to the change: when that is done. */
  resized?: Instant | undefined;
  exit?: Exit | undefined;
  /** The instance before the running one. */
  last?: Exit | undefined;
  /** Restart back-off (K-40). */
  crash?: { delay: number; updated: Instant } | undefined;
  /** Pull back-off (K-43). */
  pull?: { delay: number; updated: Instant } | undefined;
  /** How often it was told that the container, or its image, is backed off. */
  told?: number | undefined;
  /** When somebody else's pull of the same image is over. */
  waitsFor?: Instant | undefined;
  /** Tries that failed for a reason beside pulling. */
  tries?: number | undefined;
  reason?: string | undefined;
  message?: string | undefined;
  probes?: Partial<Record<ProbeName, ProbeRun>> | undefined;
  /** What somebody had done in it when its probes were last roused for that. */
  touches?: number | undefined;
  /** What it exits with when it is stopped. */
  stopCode?: number | undefined;
  /** Killed so that the next instance takes its place: one sync does both, so nobody sees it ended in between. */
  replaced?: true | undefined;
  /** It runs, but nobody has been told: its postStart hook is not over, or has failed. */
  unseen?: true | undefined;
  /** What is wrong with its postStart hook. */
  hookError?: string | undefined;
  /** When its preStop hook fails. */
  preStopFails?: Instant | undefined;
  /** It was told that it stops, and waits for its turn (K-53). */
  asked?: true | undefined;
}

export type ProbeName = 'startup' | 'liveness' | 'readiness';

export interface ProbeRun {
  passed: boolean;
  /** Equal answers in a row. */
  streak: number;
  failing: boolean;
  /** The next probe that can matter; absent when none can. */
  next?: Instant | undefined;
}

/** How often a volume could not be mounted, and when it is tried again. */
export interface VolumeTry {
  readonly failures: number;
  readonly next: Instant;
}

/** Deleted by somebody, out of time, or sent away by the kubelet, which then says why. */
export type EndingCause = 'deleted' | 'deadline' | 'evicted';

/** One pod's row: kept only while something is still to come. */
export interface Run {
  uid: string;
  /** When the kubelet first saw the pod. */
  seen: Instant;
  address?: string | undefined;
  /** No sandbox could be made: when that is tried again. */
  mount?: { next: Instant } | undefined;
  /** Volumes that could not be mounted, by name. */
  volumes?: Readonly<Record<string, VolumeTry>> | undefined;
  containers: Record<string, ContainerRun>;
  /** Why its resources cannot be changed as it is wished, or not yet. */
  pending?: { readonly reason: 'Infeasible' | 'Deferred'; readonly message: string } | undefined;
  /** Since when the pod is being stopped, and when it is killed at the latest. */
  ending?: PodEnding | undefined;
}

export interface PodEnding {
  readonly since: Instant;
  readonly killAt: Instant;
  readonly grace: number;
  readonly cause: EndingCause;
  readonly why?: string;
  /** The condition that the pod has at its end. */
  readonly target?: EndingTarget;
}

export interface EndingTarget {
  readonly type: 'DisruptionTarget';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** Where a pod's row is kept. */
export const rowOf = ({ namespace, name }: Ref): string => `pod/${namespace}/${name}`;

/** The row as it is kept, or what the status tells when nothing had to be kept. */
export function loadRun(row: Run | undefined, pod: Pod, now: Instant): Run {
  if (row !== undefined && row.uid === pod.metadata.uid) return copyOf(row);
  const containers: Record<string, ContainerRun> = {};
  const { status } = pod;
  for (const each of statusesOf(pod)) {
    const known = fromStatus(each, pod);
    if (known !== undefined) containers[each.name] = known;
  }
  const seen = status?.startTime === undefined ? now : instantOf(status.startTime);
  return { uid: pod.metadata.uid, seen, address: status?.podIP, containers };
}

/** Reconciles may be undone, so a stored row is never touched. */
function copyOf(row: Run): Run {
  const containers: Record<string, ContainerRun> = {};
  for (const name in row.containers) {
    const known = row.containers[name] as ContainerRun;
    const { crash, pull, probes } = known;
    containers[name] = {
      ...known,
      ...(crash === undefined ? {} : { crash: { ...crash } }),
      ...(pull === undefined ? {} : { pull: { ...pull } }),
      ...(probes === undefined ? {} : { probes: copyProbes(probes) }),
    };
  }
  return { ...row, containers };
}

function copyProbes(probes: Partial<Record<ProbeName, ProbeRun>>): Partial<Record<ProbeName, ProbeRun>> {
  const copies: Partial<Record<ProbeName, ProbeRun>> = {};
  for (const [name, probe] of Object.entries(probes)) copies[name as ProbeName] = { ...probe };
  return copies;
}

const statusesOf = ({ status }: Pod): readonly ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
  ...(status?.ephemeralContainerStatuses ?? []),
];

function fromStatus(status: ContainerStatus, pod: Pod): ContainerRun | undefined {
  const { running, terminated } = status.state ?? {};
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  const spec = [...initContainers, ...containers, ...ephemeralContainers].find(
    ({ name }) => name === status.name,
  );
  const common = { restarts: status.restartCount, image: spec?.image ?? '' };
  const last = exitOf(status.lastState?.terminated);
  if (terminated !== undefined) {
    const exit = exitOf(terminated) as Exit;
    return {
      ...common,
      step: 'exited',
      since: exit.finishedAt,
      exit,
      ...(last === undefined ? {} : { last }),
    };
  }
  if (running === undefined) return undefined;
  const startedAt = instantOf(running.startedAt ?? '');
  return { ...common, step: 'running', since: startedAt, startedAt, ...(last === undefined ? {} : { last }) };
}

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

function exitOf(terminated: Terminated | undefined): Exit | undefined {
  if (terminated === undefined) return undefined;
  return {
    code: terminated.exitCode,
    reason: terminated.reason ?? '',
    ...(terminated.message === undefined ? {} : { message: terminated.message }),
    startedAt: instantOf(terminated.startedAt ?? ''),
    finishedAt: instantOf(terminated.finishedAt ?? ''),
    id: terminated.containerID ?? '',
  };
}
