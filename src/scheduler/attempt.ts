import type { Context } from '../client/client.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import type { PodCondition } from '../kinds/core/pod/types.ts';
import { timeOf } from '../machinery/instant.ts';
import { type Ref, refOf } from '../machinery/object-meta.ts';
import { isConflict, isNotFound } from '../machinery/status.ts';
import { bindVolumes } from './bind-volumes.ts';
import { culprits, type Diagnosis, failureMessage, NO_NODES } from './diagnosis.ts';
import type { NodeInfo } from './node-info.ts';
import type { Placer } from './placement.ts';
import { type PodInfo, podInfo } from './pod-info.ts';
import { type Candidate, preempt } from './preemption.ts';
import type { Queue } from './queue.ts';
import type { View } from './view.ts';

/** events.k8s.io notes are cut to so many bytes (S-2). */
const NOTE_LONGEST = 1024;
const CUT = ' ...';

/** One try to place one pod: it is bound, or it is told why not. */
export function attempt(pod: Pod, placer: Placer, queue: Queue, context: Context): void {
  const info = podInfo(pod);
  if (placer.view.nodes.length === 0) {
    const diagnosis: Diagnosis = { nodes: 0, verdicts: new Map() };
    fail(info, diagnosis, NO_NODES, undefined, queue, context);
    return;
  }
  const placement = placer.place(info, context.rng);
  if ('node' in placement) {
    bind(info, placement.node, placer, queue, context);
    return;
  }
  const { diagnosis } = placement;
  const preemption = preempt(info, diagnosis, placer, context.rng);
  const candidate = 'candidate' in preemption ? preemption.candidate : undefined;
  const message = failureMessage(diagnosis, 'message' in preemption ? preemption.message : '');
  if (candidate !== undefined) makeRoom(info, candidate, placer.view, context);
  const nominated = 'message' in preemption ? preemption.nominated : preemption.candidate.node.name;
  fail(info, diagnosis, message, nominated, queue, context);
}

function bind(
  { pod, key }: PodInfo,
  { name }: NodeInfo,
  placer: Placer,
  queue: Queue,
  context: Context,
): void {
  // A pod whose volumes are on their way is bound when they are there: the claim's change brings it back.
  if (!bindVolumes(pod, name, placer.view, context)) return;
  const ref = refOf(pod);
  try {
    context.client.bind(ref, name);
  } catch (error) {
    // Somebody else bound or deleted it meanwhile.
    if (!isConflict(error) && !isNotFound(error)) throw error;
    return;
  }
  const bound = context.client.find(Pod, ref);
  if (bound !== undefined) placer.view.setPod(bound);
  queue.forget(key);
  context.event(pod, 'Normal', 'Scheduled', `Successfully assigned ${key} to ${name}`, { action: 'Binding' });
}

function fail(
  { pod }: PodInfo,
  diagnosis: Diagnosis,
  message: string,
  nominated: string | undefined,
  queue: Queue,
  context: Context,
): void {
  queue.fail(pod, culprits(diagnosis), context.now);
  const note = message.length > NOTE_LONGEST ? message.slice(0, NOTE_LONGEST - CUT.length) + CUT : message;
  context.event(pod, 'Warning', 'FailedScheduling', note, { action: 'Scheduling' });
  tell(refOf(pod), message, nominated, context);
}

/** Writes PodScheduled=False and the nominated node, if they are not there yet; '' takes the node back. */
function tell(ref: Ref, message: string, nominated: string | undefined, { client, now }: Context): void {
  const pod = client.find(Pod, ref);
  if (pod === undefined || pod.spec.nodeName) return;
  const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const isTold =
    before?.status === 'False' && before.reason === 'Unschedulable' && before.message === message;
  const known = pod.status?.nominatedNodeName ?? '';
  if (isTold && (nominated ?? known) === known) return;
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: before?.status === 'False' ? (before.lastTransitionTime ?? null) : timeOf(now),
    reason: 'Unschedulable',
    message,
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const next = { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
  client.updateStatus(Pod, nominated === undefined ? next : withNominated(next, nominated));
}

function withNominated(pod: Pod, node: string): Pod {
  const { nominatedNodeName: _, ...rest } = pod.status ?? {};
  return { ...pod, status: node === '' ? rest : { ...rest, nominatedNodeName: node } };
}

/** Sends the victims away: first the condition that says why, then DELETE with their own grace (S-36). */
function makeRoom(info: PodInfo, { node, victims }: Candidate, view: View, context: Context): void {
  const { client, now } = context;
  const { pod } = info;
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timeOf(now),
    reason: 'PreemptionByScheduler',
    message: `${pod.spec.schedulerName ?? 'default-scheduler'}: preempting to accommodate a higher priority pod`,
  };
  for (const {
    info: { pod: known },
  } of victims) {
    const victim = client.find(Pod, refOf(known));
    if (victim === undefined) continue;
    const others = (victim.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
    client.updateStatus(Pod, { ...victim, status: { ...victim.status, conditions: [...others, condition] } });
    client.delete(Pod, refOf(victim));
    const text = `Preempted by pod ${pod.metadata.uid} on node ${node.name}`;
    context.event(victim, 'Normal', 'Preempted', text, { action: 'Preempting' });
  }
  // Room that was made for less important pods is not theirs any more.
  for (const other of view.nominated.get(node.name) ?? []) {
    const waiting = other.priority < info.priority ? client.find(Pod, refOf(other.pod)) : undefined;
    if (waiting !== undefined) client.updateStatus(Pod, withNominated(waiting, ''));
  }
}
