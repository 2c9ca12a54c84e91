import { isFinished } from '../../kinds/core/pod/conditions.ts';
import type { ContainerStatus, PodPhase, PodStatus } from '../../kinds/core/pod/types.ts';
import { timeOf } from '../../machinery/instant.ts';
import { compareText, type Writable } from '../../machinery/json.ts';
import { hostAddress } from '../addresses.ts';
import { DEADLINE_MESSAGE, isDown } from '../ending.ts';
import type { Sync } from '../sync.ts';
import {
  containersReadyCondition,
  type Finding,
  initializedCondition,
  readyCondition,
  withFindings,
} from './conditions.ts';
import { containerStatus, type StatusParts } from './container-status.ts';
import { hasStarted, podPhase } from './phase.ts';

/** The whole status of the pod, as its kubelet sees it now. What others wrote of it stays. */
export function podStatus(sync: Sync): PodStatus {
  const { pod, run, now, node, places, context } = sync;
  const before = pod.status ?? {};
  const parts: StatusParts = {
    uid: run.uid,
    rng: context.rng,
    hasInit: (pod.spec.initContainers ?? []).length > 0,
  };
  const inits: ContainerStatus[] = [];
  const mains: ContainerStatus[] = [];
  const ephemeral: ContainerStatus[] = [];
  for (const place of places) {
    const list = place.part === 'main' ? mains : place.part === 'ephemeral' ? ephemeral : inits;
    list.push(containerStatus(place, run.containers[place.container.name], parts));
  }
  const all = inits.length === 0 ? mains : [...inits, ...mains];
  const phase = phaseOf(sync, all);
  const time = timeOf(now);
  // Nothing is said to be over while a container may still hold what is its alone (upstream's mergePodStatus).
  const isHeld = isBeingEnded(sync);
  const hostIP = hostAddress(node);
  const podIP = sync.isNew ? undefined : run.address;
  const own: Writable<PodStatus> = {
    phase: isHeld ? (before.phase ?? 'Pending') : phase,
    conditions: withFindings(before.conditions ?? [], findings(sync, all, phase), time),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    startTime: before.startTime ?? timeOf(run.seen),
    containerStatuses: mains.length === 1 ? mains : mains.sort((a, b) => compareText(a.name, b.name)),
  };
  if (podIP !== undefined) {
    own.podIP = podIP;
    own.podIPs = [{ ip: podIP }];
  }
  if (inits.length > 0) own.initContainerStatuses = inits;
  if (ephemeral.length > 0) own.ephemeralContainerStatuses = ephemeral;
  if (isHeld) return Object.assign({}, before, own);
  if (run.ending?.cause === 'deadline') {
    own.reason = 'DeadlineExceeded';
    own.message = DEADLINE_MESSAGE;
  }
  if (run.ending?.cause === 'evicted') {
    own.reason = 'Evicted';
    own.message = run.ending.why ?? '';
  }
  return Object.assign({}, withoutReason(before), own);
}

/** The kubelet itself ends the pod, and some of it is still there. */
function isBeingEnded(sync: Sync): boolean {
  const { ending } = sync.run;
  return ending !== undefined && ending.cause !== 'deleted' && !isFinished(sync.pod) && !isDown(sync);
}

function withoutReason(status: PodStatus): PodStatus {
  if (status.reason === undefined && status.message === undefined) return status;
  const { message: _, reason: __, ...rest } = status;
  return rest;
}

function phaseOf(sync: Sync, statuses: readonly ContainerStatus[]): PodPhase {
  const { pod, run } = sync;
  const known = pod.status?.phase;
  if (known === 'Succeeded' || known === 'Failed') return known;
  if (run.ending !== undefined && run.ending.cause !== 'deleted') return 'Failed';
  const ending = run.ending !== undefined && isDown(sync) ? 'has ended' : 'goes on';
  return podPhase(pod.spec, statuses, ending, hasStarted(pod.spec, statuses));
}

function findings(sync: Sync, statuses: readonly ContainerStatus[], phase: PodPhase): readonly Finding[] {
  const { pod, run } = sync;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const { target } = run.ending ?? {};
  const isHit = target !== undefined && !isBeingEnded(sync);
  const hasSandbox = !sync.isNew && (!isOver || isBeingEnded(sync));
  const own: readonly Finding[] = [
    initializedCondition(pod.spec, statuses, phase),
    readyCondition(pod.spec, pod.status?.conditions ?? [], statuses, phase),
    containersReadyCondition(pod.spec, statuses, phase),
  ];
  const sandbox: Finding = { type: 'PodReadyToStartContainers', status: hasSandbox ? 'True' : 'False' };
  return [...(isHit ? [target] : []), ...(isOver ? [] : resizeFindings(sync)), sandbox, ...own];
}

function resizeFindings({ run }: Sync): readonly Finding[] {
  const found: Finding[] = [];
  if (run.pending !== undefined) found.push({ type: 'PodResizePending', status: 'True', ...run.pending });
  if (Object.values(run.containers).some(({ resized }) => resized !== undefined))
    found.push({ type: 'PodResizeInProgress', status: 'True' });
  return found;
}
