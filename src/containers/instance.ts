import type { Container, ContainerStatus, Pod } from '../kinds/core/pod/types.ts';
import { type Instant, instantOf } from '../machinery/instant.ts';
import type { VolumePlaces } from './volumes.ts';

/** One run of one container: what it printed is computed again from here. */
export interface Instance {
  readonly pod: Pod;
  readonly container: Container;
  /** How often it had been started before. */
  readonly restarts: number;
  readonly start: Instant;
  /** When it was over, for whatever reason. */
  readonly end?: Instant;
  /** Where the data of its lasting volumes was: claims come and go. */
  readonly places?: VolumePlaces;
}

export const instanceKey = ({ pod, container, restarts }: Instance): string =>
  `${pod.metadata.uid}/${container.name}/${restarts}`;

/** Timestamps of a status have whole seconds: a container that ended did so up to a second later. */
export const WITHIN = 999;

/** The runs that a pod's status still tells of: the one that goes on or was last, and the one before. */
export function instancesOf(pod: Pod): readonly Instance[] {
  const { spec, status } = pod;
  const containers = [
    ...(spec.initContainers ?? []),
    ...spec.containers,
    ...(spec.ephemeralContainers ?? []),
  ];
  const statuses = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  return containers.flatMap((container) => {
    const own = statuses.find(({ name }) => name === container.name);
    return own === undefined ? [] : runsOf(pod, container, own);
  });
}

/** Who starts first: by time, then as the pod lists them. */
export function byStart(a: Instance, b: Instance): number {
  if (a.start !== b.start) return a.start - b.start;
  if (a.pod.metadata.uid !== b.pod.metadata.uid) return a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1;
  return placeOf(a) - placeOf(b) || a.restarts - b.restarts;
}

function placeOf({ pod, container }: Instance): number {
  const { initContainers = [], containers } = pod.spec;
  return [...initContainers, ...containers].findIndex(({ name }) => name === container.name);
}

/** Whether the one is an init container that has to end before the other starts. */
export const isAwaited = (one: Instance, other: Instance): boolean =>
  one.pod.metadata.uid === other.pod.metadata.uid &&
  one.container.restartPolicy !== 'Always' &&
  placeOf(one) < Math.min(placeOf(other), other.pod.spec.initContainers?.length ?? 0);

function runsOf(
  pod: Pod,
  container: Container,
  { state, lastState, restartCount }: ContainerStatus,
): Instance[] {
  const runs: Instance[] = [];
  const add = (restarts: number, startedAt?: string | null, finishedAt?: string | null): void => {
    if (startedAt === undefined || startedAt === null) return;
    const run = { pod, container, restarts, start: instantOf(startedAt) };
    runs.push(finishedAt ? { ...run, end: (instantOf(finishedAt) + WITHIN) as Instant } : run);
  };
  const isUp = state?.running !== undefined || state?.terminated !== undefined;
  const { terminated } = lastState ?? {};
  add(isUp ? restartCount - 1 : restartCount, startOf(terminated), terminated?.finishedAt);
  add(restartCount, state?.running?.startedAt);
  add(restartCount, startOf(state?.terminated), state?.terminated?.finishedAt);
  return runs;
}

type Terminated = NonNullable<ContainerStatus['state']>['terminated'];

/** A run whose program could not be started says that it began in 1970. */
const startOf = (terminated: Terminated) =>
  terminated?.reason === 'StartError' ? terminated.finishedAt : terminated?.startedAt;
