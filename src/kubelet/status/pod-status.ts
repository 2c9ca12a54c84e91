import type { ContainerStatus, PodPhase, PodStatus } from '../../kinds/core/pod/types.ts';
import { timeOf } from '../../machinery/instant.ts';
import { compareText } from '../../machinery/json.ts';
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
    hasInit: places[0]?.part !== 'main',
  };
  const inits: ContainerStatus[] = [];
  const mains: ContainerStatus[] = [];
  for (const place of places) {
    const list = place.part === 'main' ? mains : inits;
    list.push(containerStatus(place, run.containers[place.container.name], parts));
  }
  const all = inits.length === 0 ? mains : [...inits, ...mains];
  const phase = phaseOf(sync, all);
  const time = timeOf(now);
  const hostIP = hostAddress(node);
  const podIP = sync.isNew ? undefined : run.address;
  const { conditions: _, message: __, reason: ___, ...kept } = before;
  return {
    ...kept,
    ...(run.ending?.cause === 'deadline' ? { reason: 'DeadlineExceeded', message: DEADLINE_MESSAGE } : {}),
    phase,
    conditions: withFindings(before.conditions ?? [], findings(sync, all, phase), time),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }),
    startTime: before.startTime ?? timeOf(run.seen),
    ...(inits.length === 0 ? {} : { initContainerStatuses: inits }),
    containerStatuses: mains.length === 1 ? mains : mains.sort((a, b) => compareText(a.name, b.name)),
  };
}

function phaseOf(sync: Sync, statuses: readonly ContainerStatus[]): PodPhase {
  const { pod, run } = sync;
  const known = pod.status?.phase;
  if (known === 'Succeeded' || known === 'Failed') return known;
  if (run.ending?.cause === 'deadline') return 'Failed';
  const ending = run.ending !== undefined && isDown(sync) ? 'has ended' : 'goes on';
  return podPhase(pod.spec, statuses, ending, hasStarted(pod.spec, statuses));
}

function findings(sync: Sync, statuses: readonly ContainerStatus[], phase: PodPhase): readonly Finding[] {
  const { pod } = sync;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const hasSandbox = !sync.isNew && !isOver;
  const own: readonly Finding[] = [
    initializedCondition(pod.spec, statuses, phase),
    readyCondition(pod.spec, pod.status?.conditions ?? [], statuses, phase),
    containersReadyCondition(pod.spec, statuses, phase),
  ];
  return [{ type: 'PodReadyToStartContainers', status: hasSandbox ? 'True' : 'False' }, ...own];
}
