import type { Actor, Context, LookAgain, Trigger } from '../client/client.ts';
import { onChange } from '../client/triggers.ts';
import { Namespace } from '../kinds/core/namespace/kind.ts';
import { Node } from '../kinds/core/node/kind.ts';
import { PersistentVolume } from '../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../kinds/core/persistentvolumeclaim/kind.ts';
import { isFinished, isScheduled } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { isResizing, podRequests } from '../kinds/core/pod/requests.ts';
import { Service } from '../kinds/core/service/kind.ts';
import { StorageClass } from '../kinds/storage/storageclass/kind.ts';
import { type Duration, type Instant, instant, milliseconds } from '../machinery/instant.ts';
import { equalJson } from '../machinery/json.ts';
import type { Ref } from '../machinery/object-meta.ts';
import { attempt } from './attempt.ts';
import { Placer } from './placement.ts';
import { podKey } from './pod-info.ts';
import { type Move, Queue } from './queue.ts';
import { View } from './view.ts';

export interface SchedulerSettings {
  readonly kubelet: 'realistic' | 'fast';
  /** How long pods may have to wait for their turn; by default some milliseconds, and none with fast kubelets. */
  readonly schedulingCycle?: Duration;
}

const REALISTIC_CYCLE = milliseconds(10);
const NO_CYCLE = milliseconds(0);

/** One wake serves all pods that are due, in the order of the queue. */
const QUEUE: Ref = { namespace: '', name: 'queue' };
/** Turns come at these milliseconds past a multiple of the cycle: never at a whole second, where people put things. */
const CYCLE_OFFSET = 0.7;

/** What the scheduler keeps between reconciles: all of it can be read off the objects and its rows again. */
interface Mind {
  readonly placer: Placer;
  readonly queue: Queue;
}

/** Gives pods their nodes. */
export function scheduler(settings: SchedulerSettings): Actor {
  const cycle = settings.schedulingCycle ?? (settings.kubelet === 'fast' ? NO_CYCLE : REALISTIC_CYCLE);
  let mind: Mind | undefined;
  const happened = new Set<Move>();
  const wake = (move?: Move): readonly Ref[] => {
    if (move === undefined) return [QUEUE];
    if (mind?.queue.hasNoFailures() === true && move !== 'volume changed') return [];
    happened.add(move);
    return [QUEUE];
  };
  return {
    name: 'default-scheduler',
    component: 'kube-scheduler',
    triggers: triggersFor(() => mind?.placer.view, wake),
    reconcile: (_, context) => {
      if (mind === undefined || mind.placer.view.reader !== context.client) {
        const fresh = new View(context.client);
        mind = { placer: new Placer(fresh), queue: new Queue(fresh, context.memory) };
      }
      mind.queue.note(happened);
      happened.clear();
      return serve(mind, cycle, context);
    },
  };
}

type Waker = (move?: Move) => readonly Ref[];

/** Every change keeps the view up to date, if there is one; some are worth a look at the queue. */
function triggersFor(view: () => View | undefined, wake: Waker): readonly Trigger[] {
  return [
    onChange(Pod, ({ type, object, before }) => {
      if (type === 'MODIFIED' && before !== undefined && saysNothingNew(object, before)) return [];
      if (type === 'DELETED') view()?.removePod(podKey(object));
      else view()?.setPod(object);
      return podMoves(type === 'DELETED' ? undefined : object, before, wake);
    }),
    onChange(Node, ({ type, object, before }) => {
      if (type === 'DELETED') view()?.removeNode(object.metadata.name);
      else view()?.setNode(object);
      if (type === 'DELETED') return wake('node removed');
      return nodeMoves(object, before).flatMap(wake);
    }),
    onChange(Service, ({ object, before }) => {
      if (before === undefined || object.spec?.selector !== before.spec?.selector) view()?.selectors.clear();
      return [];
    }),
    onChange(Namespace, ({ object, before }) => {
      // Terms may select namespaces by their labels.
      if (before !== undefined && before.metadata.labels !== object.metadata.labels) view()?.forgetCounts();
      return [];
    }),
    onChange(PersistentVolumeClaim, () => wake('volume changed')),
    onChange(PersistentVolume, () => wake('volume changed')),
    onChange(StorageClass, () => wake('volume changed')),
  ];
}

/** Takes every pod whose turn has come; says when the next turn is. */
function serve({ placer, queue }: Mind, cycle: Duration, context: Context): LookAgain | undefined {
  const { now } = context;
  const turn = turnAfter(now, cycle);
  const { due, next, nextIsMoved } = queue.turns(now);
  if (due.length > 0 && turn > now) return { at: turn, because: 'progress' };
  queue.tookEarly(queue.countEarly(due, now), now);
  for (const pod of queue.inOrder(due, now)) attempt(pod, placer, queue, context);
  const again = due.length === 0 ? { next, nextIsMoved } : queue.turns(now);
  if (again.next === undefined) return undefined;
  return { at: turnAfter(again.next, cycle), because: again.nextIsMoved ? 'progress' : 'standing' };
}

/** The first turn at or after the instant. */
function turnAfter(at: Instant, cycle: Duration): Instant {
  if (cycle === 0) return at;
  const offset = Math.floor(cycle * CYCLE_OFFSET);
  return instant(Math.ceil((at - offset) / cycle) * cycle + offset);
}

/** What a change to a pod means for the pods that wait. */
function podMoves(pod: Pod | undefined, before: Pod | undefined, wake: Waker): readonly Ref[] {
  const held = before !== undefined && holdsNode(before);
  const left = (): readonly Ref[] => {
    if (before !== undefined && asksForAnything(before)) wake('requests freed');
    return wake('pod removed');
  };
  if (pod === undefined) return held ? left() : [];
  if (!pod.spec.nodeName)
    return before?.spec === pod.spec && before.metadata.labels === pod.metadata.labels ? [] : wake();
  const holds = holdsNode(pod);
  if (held && !holds) return left();
  if (held && asksForLess(pod, before)) return wake('requests freed');
  return !held && holds ? wake('pod placed') : [];
}

/** Most changes are a kubelet's: status of a pod that has its node. */
const saysNothingNew = (pod: Pod, before: Pod): boolean =>
  before.spec === pod.spec &&
  isScheduled(pod) &&
  !isResizing(before) &&
  !isResizing(pod) &&
  before.metadata.labels === pod.metadata.labels &&
  before.metadata.deletionTimestamp === pod.metadata.deletionTimestamp &&
  isFinished(before) === isFinished(pod);

const holdsNode = (pod: Pod): boolean => isScheduled(pod) && !isFinished(pod);

function asksForAnything(pod: Pod): boolean {
  const { cpu, memory, ephemeralStorage, scalars } = podRequests(pod);
  return cpu > 0 || memory > 0 || ephemeralStorage > 0 || scalars !== undefined;
}

/** Its resources were changed while it runs. */
function asksForLess(pod: Pod, before: Pod): boolean {
  if (before.spec === pod.spec && !isResizing(before)) return false;
  const [now, then] = [podRequests(pod), podRequests(before)];
  return now.cpu < then.cpu || now.memory < then.memory;
}

/** What a change to a node means for the pods that wait: mostly nothing, it only says that it is alive. */
function nodeMoves(node: Node, before: Node | undefined): readonly Move[] {
  if (before === undefined) return ['node added'];
  const moves: Move[] = [];
  if (before.metadata.labels !== node.metadata.labels) moves.push('node labels');
  if (before.status?.allocatable !== node.status?.allocatable) moves.push('node resources');
  if (before.spec === node.spec) return moves;
  const isUncordoned = before.spec?.unschedulable === true && node.spec?.unschedulable !== true;
  if (isUncordoned || !equalJson(before.spec?.taints ?? [], node.spec?.taints ?? []))
    moves.push('node taints');
  return moves;
}
