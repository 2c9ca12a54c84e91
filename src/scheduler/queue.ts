import type { Pod } from '../kinds/core/pod/types.ts';
import { after, type Instant, instant, milliseconds, minutes, seconds } from '../machinery/instant.ts';
import { compareText } from '../machinery/json.ts';
import { isTerminating } from '../machinery/object-meta.ts';
import type { Memory } from '../store/store.ts';
import { podKey } from './pod-info.ts';
import type { View } from './view.ts';

/** What can make a pod that found no node find one (upstream's cluster events). */
export type Move =
  | 'node added'
  | 'node removed'
  | 'node labels'
  /** Others than before, or the node takes pods again. */
  | 'node taints'
  | 'node resources'
  | 'pod placed'
  | 'pod removed'
  /** The pod that went had asked for something. */
  | 'requests freed'
  | 'volume changed';

const BACKOFF_FIRST = seconds(1);
const BACKOFF_LONGEST = seconds(10);
/** Upstream's flush: a pod that waited this long is tried again whatever happened (S-10). */
const WAITS_LONGEST = minutes(5);
/** Pods whose back-offs end within the same second are tried by priority. */
const BACKOFF_WINDOW = seconds(1);
/** What trying a pod takes: so much time passes before pods are taken out of their back-off again. */
const TRY_LENGTH = milliseconds(1);
/** Fewer are tried within a turn or two anyway. */
const EARLY_NOTED = 20;

/** A pod that found no node: one row of memory. */
interface Failed {
  readonly uid: string;
  readonly generation: number;
  readonly attempts: number;
  readonly at: Instant;
  /** The number of the newest move that the attempt knew of. */
  readonly seen: number;
  readonly plugins: readonly string[];
}

/** Stands in for NodeResourcesFit where a node has no place for one pod more, whatever it asks. */
export const POD_COUNT = 'pod count';

/** Which moves are worth another try, by the filter that stood in the way. */
const HELPFUL: Readonly<Record<string, readonly Move[]>> = {
  NodeUnschedulable: ['node added', 'node taints'],
  TaintToleration: ['node added', 'node taints'],
  NodeAffinity: ['node added', 'node labels'],
  NodePorts: ['node added', 'pod removed'],
  NodeResourcesFit: ['node added', 'node resources', 'requests freed'],
  [POD_COUNT]: ['node added', 'node resources', 'pod removed'],
  VolumeRestrictions: ['node added', 'pod removed', 'volume changed'],
  NodeVolumeLimits: ['node added', 'pod removed', 'volume changed'],
  VolumeBinding: ['node added', 'node labels', 'volume changed'],
  VolumeZone: ['node added', 'node labels', 'volume changed'],
  PodTopologySpread: [
    'node added',
    'node removed',
    'node labels',
    'node taints',
    'pod removed',
    'pod placed',
  ],
  InterPodAffinity: ['node added', 'node labels', 'pod removed', 'pod placed'],
};
/** Without any node there is no filter to name. */
const NO_FILTER: readonly Move[] = ['node added'];

const ROW = 'failed/';
const MOVES = 'moves';
const BUSY = 'busy';
type Moves = Readonly<Partial<Record<Move, number>>>;

/** Whose turn has come, and when the next one's will. */
export interface Turns {
  /** In no order: see {@link Queue.inOrder}. */
  readonly due: readonly Pod[];
  /** When the next pod's turn comes if nothing happens before. */
  readonly next: Instant | undefined;
  /** Whether that turn follows something that happened, and not only long waiting. */
  readonly nextIsMoved: boolean;
}

/** The scheduling queue, read off the waiting pods and one row for each that failed. */
export class Queue {
  private readonly view: View;
  private readonly memory: Memory;
  private readonly failed = new Map<string, Failed>();
  private moves: Moves;
  /** Until when the pods that were last taken out of their back-off are being tried. */
  private busy: Instant;

  constructor(view: View, memory: Memory) {
    this.view = view;
    this.memory = memory;
    this.moves = (memory.get(MOVES) as Moves | undefined) ?? {};
    this.busy = (memory.get(BUSY) as Instant | undefined) ?? instant(0);
    for (const [key, row] of memory.entries(ROW)) this.failed.set(key.slice(ROW.length), row as Failed);
  }

  /** Whether nobody waits for something to happen. */
  hasNoFailures(): boolean {
    return this.failed.size === 0;
  }

  /** Remembers what happened, so that pods it may help get their turn. */
  note(happened: ReadonlySet<Move>): void {
    if (happened.size === 0 || this.failed.size === 0) return;
    const number = Math.max(0, ...Object.values(this.moves)) + 1;
    const moves: Partial<Record<Move, number>> = { ...this.moves };
    for (const move of happened) moves[move] = number;
    this.moves = moves;
    this.memory.set(MOVES, moves);
  }

  turns(now: Instant): Turns {
    this.dropGone();
    const due: Pod[] = [];
    let next = Number.POSITIVE_INFINITY;
    let nextIsMoved = false;
    for (const [key, pod] of this.view.waiting) {
      if (!isSchedulable(pod)) continue;
      const turn = this.turnOf(this.failed.get(key), pod);
      if (turn === undefined || turn.at <= now) due.push(pod);
      else if (turn.at < next) [next, nextIsMoved] = [turn.at, turn.moved];
    }
    return { due, next: Number.isFinite(next) ? (next as Instant) : undefined, nextIsMoved };
  }

  /**
   * Priority, then who has waited longer (S-10); resourceVersion settles one second's arrivals. Who is still in its
   * back-off comes when nobody else is left (SchedulerPopFromBackoffQ), and first whose back-off would end first.
   */
  inOrder(pods: readonly Pod[], now: Instant): readonly Pod[] {
    const ranked = pods.map((pod) => {
      const row = this.failed.size === 0 ? undefined : this.failed.get(podKey(pod));
      return {
        pod,
        window: row === undefined || !this.holds(row, pod) ? 0 : windowOf(row, now),
        priority: pod.spec.priority ?? 0,
        failedAt: row?.at ?? 0,
        created: pod.metadata.creationTimestamp,
        revision: Number(pod.metadata.resourceVersion),
      };
    });
    ranked.sort(
      (a, b) =>
        a.window - b.window ||
        b.priority - a.priority ||
        a.failedAt - b.failedAt ||
        compareText(a.created, b.created) ||
        a.revision - b.revision,
    );
    return ranked.map(({ pod }) => pod);
  }

  /** So many pods were tried before their back-off was over. Who waits in thousands would else be tried at every change. */
  tookEarly(count: number, now: Instant): void {
    if (count < EARLY_NOTED) return;
    this.busy = after(now, milliseconds(count * TRY_LENGTH));
    this.memory.set(BUSY, this.busy);
  }

  /** How many of the pods are in their back-off. */
  countEarly(pods: readonly Pod[], now: Instant): number {
    if (this.failed.size === 0) return 0;
    let count = 0;
    for (const pod of pods) {
      const row = this.failed.get(podKey(pod));
      if (row !== undefined && this.holds(row, pod) && windowOf(row, now) > 0) count++;
    }
    return count;
  }

  /** Puts the pod aside after an attempt. Returns when its turn comes again if nothing happens. */
  fail(pod: Pod, plugins: readonly string[], now: Instant): void {
    const key = podKey(pod);
    const known = this.failed.get(key);
    const row: Failed = {
      uid: pod.metadata.uid,
      generation: pod.metadata.generation ?? 0,
      attempts: known?.uid === pod.metadata.uid ? known.attempts + 1 : 1,
      at: now,
      seen: Math.max(0, ...Object.values(this.moves)),
      plugins,
    };
    this.failed.set(key, row);
    this.memory.set(ROW + key, row);
  }

  /** The pod has found its node. */
  forget(key: string): void {
    if (!this.failed.delete(key)) return;
    this.memory.set(ROW + key, undefined);
    if (this.failed.size > 0) return;
    this.moves = {};
    this.memory.set(MOVES, undefined);
    this.busy = instant(0);
    this.memory.set(BUSY, undefined);
  }

  private dropGone(): void {
    for (const key of this.failed.keys()) if (!this.view.waiting.has(key)) this.forget(key);
  }

  /** When the pod is to be tried: undefined = at once. */
  private turnOf(
    row: Failed | undefined,
    pod: Pod,
  ): { readonly at: Instant; readonly moved: boolean } | undefined {
    if (row === undefined || !this.holds(row, pod)) return undefined;
    if (!this.isHelped(row)) return { at: after(row.at, WAITS_LONGEST), moved: false };
    return { at: instant(Math.min(backoffEnd(row), Math.max(row.at, this.busy))), moved: true };
  }

  /** Whether the attempt still tells of the pod: it may be another one of the name, or ask for something else. */
  private holds(row: Failed, { metadata }: Pod): boolean {
    return row.uid === metadata.uid && row.generation === (metadata.generation ?? 0);
  }

  private isHelped({ plugins, seen }: Failed): boolean {
    const helpful =
      plugins.length === 0 ? NO_FILTER : plugins.flatMap((plugin) => HELPFUL[plugin] ?? NO_FILTER);
    return helpful.some((move) => (this.moves[move] ?? 0) > seen);
  }
}

const backoffEnd = ({ at, attempts }: Failed): Instant =>
  after(at, milliseconds(Math.min(BACKOFF_FIRST * 2 ** (attempts - 1), BACKOFF_LONGEST)));

/** The second in which the back-off ends; 0 once it is over. */
function windowOf(row: Failed, now: Instant): number {
  const end = backoffEnd(row);
  return end <= now ? 0 : Math.floor(end / BACKOFF_WINDOW);
}

/** Pods of other schedulers, gated ones and those on their way out are left alone (S-9, S-10). */
function isSchedulable(pod: Pod): boolean {
  return (
    (pod.spec.schedulerName ?? 'default-scheduler') === 'default-scheduler' &&
    (pod.spec.schedulingGates ?? []).length === 0 &&
    !isTerminating(pod)
  );
}
