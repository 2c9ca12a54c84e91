import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from '../../kinds/core/pod/types.ts';
import { type Instant, type Time, timeOf } from '../../machinery/instant.ts';
import type { Rng } from '../../simulation/rng.ts';
import { isPause } from '../behaviours/known-programs.ts';
import { saysMissing } from '../containers/images.ts';

export interface Place {
  readonly hostIP: string;
  readonly podIP: string;
  readonly now: Instant;
  readonly rng: Rng;
}

/** The status of a pod that has just been started: everything that can run runs. */
export function fastStatus(pod: Pod, { hostIP, podIP, now, rng }: Place): PodStatus {
  const time = timeOf(now);
  const containerStatuses = pod.spec.containers.map((container) => started(container, time, rng));
  const initContainerStatuses = pod.spec.initContainers?.map((container) =>
    initialised(container, time, rng),
  );
  const allRun = containerStatuses.every((status) => status.state?.running !== undefined);
  const unready = containerStatuses.filter(({ ready }) => !ready).map(({ name }) => name);
  return {
    ...pod.status,
    phase: allRun ? 'Running' : 'Pending',
    conditions: conditions(pod, unready, time),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: time,
    ...(initContainerStatuses === undefined ? {} : { initContainerStatuses }),
    containerStatuses,
  };
}

/** The status with the containers that somebody debugs with, which run at once as all others; undefined where none is new. */
export function withDebuggers(pod: Pod, now: Instant, rng: Rng): PodStatus | undefined {
  const known = pod.status?.ephemeralContainerStatuses ?? [];
  const added = (pod.spec.ephemeralContainers ?? []).filter(
    ({ name }) => !known.some((status) => status.name === name),
  );
  if (added.length === 0) return undefined;
  const statuses = added.map((container) => ({ ...started(container, timeOf(now), rng), ready: false }));
  return { ...pod.status, ephemeralContainerStatuses: [...known, ...statuses] } as PodStatus;
}

function conditions(pod: Pod, unready: readonly string[], time: Time): readonly PodCondition[] {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const condition = (type: string, status: 'True' | 'False'): PodCondition => ({
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime: time,
  });
  const readiness = (type: string): PodCondition =>
    unready.length === 0
      ? condition(type, 'True')
      : {
          ...condition(type, 'False'),
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        };
  return [
    condition('Initialized', 'True'),
    readiness('Ready'),
    readiness('ContainersReady'),
    scheduled ?? condition('PodScheduled', 'True'),
  ];
}

function started(container: Container, time: Time, rng: Rng): ContainerStatus {
  const { name, image = '' } = container;
  if (saysMissing(image)) {
    const state = { waiting: { reason: 'ImagePullBackOff' } };
    return { name, image, imageID: '', lastState: {}, ready: false, restartCount: 0, started: false, state };
  }
  return {
    ...identity(container, rng),
    ready: !neverReady(container),
    started: true,
    state: { running: { startedAt: time } },
  };
}

function identity({ name, image = '' }: Container, rng: Rng) {
  const containerID = `containerd://${rng.fork(name).hex(64)}`;
  return {
    name,
    image,
    imageID: `docker-pullable://${image}@sha256:0`,
    containerID,
    lastState: {},
    restartCount: 0,
  };
}

/** A readiness probe that looks for a file nobody writes. */
function neverReady({ readinessProbe }: Container): boolean {
  return readinessProbe?.exec?.command?.some((word) => word.includes('/tmp/ready')) ?? false;
}

function initialised(container: Container, time: Time, rng: Rng): ContainerStatus {
  const known = identity(container, rng);
  if (container.restartPolicy === 'Always')
    return { ...known, ready: true, started: true, state: { running: { startedAt: time } } };
  const { containerID } = known;
  const terminated = { exitCode: 0, reason: 'Completed', startedAt: time, finishedAt: time, containerID };
  return { ...known, ready: true, started: false, state: { terminated } };
}

/** The exit code of each container that ends by itself; undefined when the pod stays up. */
export function programEnd(pod: Pod): readonly number[] | undefined {
  if ((pod.spec.restartPolicy ?? 'Always') === 'Always' || pod.status?.phase !== 'Running') return undefined;
  const words = pod.spec.containers.map(({ command = [], args = [] }) => [...command, ...args].join(' '));
  if (pod.spec.containers.some(isPause)) return undefined;
  if (words.some((text) => /\bsleep\s+(infinity|\d{3,})/.test(text))) return undefined;
  return words.map((text) => Number(/\bexit\s+(\d+)/.exec(text)?.[1] ?? 0));
}

/** The status of a pod whose containers have ended, each with its exit code. */
export function finishedStatus(pod: Pod, codeOf: (index: number) => number, now: Instant): PodStatus {
  const finishedAt = timeOf(now);
  const containerStatuses = (pod.status?.containerStatuses ?? []).map((status, index): ContainerStatus => {
    const exitCode = codeOf(index);
    const terminated = {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: status.state?.running?.startedAt ?? finishedAt,
      finishedAt,
      ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
    };
    return { ...status, ready: false, started: false, state: { terminated } };
  });
  const isDone = pod.spec.containers.every((_, index) => codeOf(index) === 0);
  const phase = isDone ? 'Succeeded' : 'Failed';
  const unready = (pod.status?.conditions ?? []).map((condition): PodCondition => {
    if (condition.type !== 'Ready' && condition.type !== 'ContainersReady') return condition;
    return {
      ...condition,
      status: 'False',
      reason: isDone ? 'PodCompleted' : 'PodFailed',
      ...(condition.status === 'False' ? {} : { lastTransitionTime: finishedAt }),
    };
  });
  return { ...pod.status, phase, conditions: unready, containerStatuses };
}
