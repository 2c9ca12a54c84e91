import type { Instant } from '../machinery/instant.ts';
import type { Ref } from '../machinery/object-meta.ts';
import { isBefore, type Placed, WakeHeap } from './wake-heap.ts';

/** `progress`: something is going to happen then. `standing`: only a deadline, a heartbeat, a resync. */
export type Because = 'progress' | 'standing';

/** A wake is data, not a closure: it can be saved, listed and compared. */
export interface Wake {
  readonly at: Instant;
  readonly sequence: number;
  readonly actor: string;
  readonly namespace: string;
  readonly name: string;
  readonly because: Because;
}

/** A wake as it is saved; one that is no longer pending has no time. */
export type AgendaRow =
  | readonly [actor: string, namespace: string, name: string, at: Instant, sequence: number, because: Because]
  | readonly [actor: string, namespace: string, name: string];

export interface Agenda {
  /** One wake is pending for each actor and ref: the earliest wins, and it stands for progress when either did. */
  wake(actor: string, ref: Ref, at: Instant, because: Because): void;
  /** The first by time, then by who asked first. */
  next(): Wake | undefined;
  nextProgress(): Wake | undefined;
  take(): Wake | undefined;
  /** What is pending for the actor and ref. */
  pending(actor: string, ref: Ref): Wake | undefined;
  /** How many wakes are pending. */
  size(): number;
  /** All that is pending, in the order it will be taken. */
  list(): readonly Wake[];
  rows(): Iterable<AgendaRow>;
  /** Takes in saved rows, which count as saved, and goes on counting from the saved sequence. */
  load(rows: Iterable<AgendaRow>, sequence?: number): void;
  /** The last sequence given to a wake: saved with the rows. */
  sequence(): number;
  /** Whether a wake was asked for or taken since the last load or {@link takeChanges}; always false where not tracked. */
  changed(): boolean;
  /** Rows that differ from what was last loaded or taken as changes. */
  takeChanges(): readonly AgendaRow[];
}

/** `tracked` remembers which rows changed until {@link Agenda.takeChanges}: for a state that is saved. */
export function createAgenda(options: { readonly tracked?: boolean } = {}): Agenda {
  return new HeapAgenda(options.tracked ?? false);
}

/** The place of one actor and ref: lives while a wake is pending or a change is not yet saved. */
interface Slot extends Placed {
  readonly actor: string;
  readonly namespace: string;
  readonly name: string;
  at: Instant;
  sequence: number;
  because: Because;
  pending: boolean;
  /** Stands in the due lane, not in a heap. */
  due: boolean;
  saved: boolean;
  touched: boolean;
}

/** How many wakes are remembered as changed before those that are over are let go. */
const SWEEP_AT = 10_000;

class HeapAgenda implements Agenda {
  private readonly tracked: boolean;
  private readonly actors = new Map<string, Map<string, Map<string, Slot>>>();
  private readonly heaps = { progress: new WakeHeap<Slot>(), standing: new WakeHeap<Slot>() };
  /** Progress wakes of one instant that is due, in order of asking: most wakes never see a heap. */
  private lane: Slot[] = [];
  private laneStart = 0;
  private touched: Slot[] = [];
  private sweepAt = SWEEP_AT;
  private asked = 0;
  private count = 0;
  private lastTaken = Number.NEGATIVE_INFINITY;

  constructor(tracked: boolean) {
    this.tracked = tracked;
  }

  wake(actor: string, ref: Ref, at: Instant, because: Because): void {
    const slot = this.slot(actor, ref.namespace, ref.name);
    if (!slot.pending) {
      this.enter(slot, at, ++this.asked, because);
      return;
    }
    const earlier = at < slot.at;
    const stronger = because === 'progress' && slot.because === 'standing';
    if (!earlier && !stronger) return;
    const reason = stronger ? 'progress' : slot.because;
    const place = earlier ? { at, sequence: ++this.asked } : { at: slot.at, sequence: slot.sequence };
    this.leave(slot);
    this.enter(slot, place.at, place.sequence, reason);
  }

  next(): Wake | undefined {
    const slot = this.firstSlot();
    return slot === undefined ? undefined : wakeOf(slot);
  }

  nextProgress(): Wake | undefined {
    const slot = earlierOf(this.laneFirst(), this.heaps.progress.first());
    return slot === undefined ? undefined : wakeOf(slot);
  }

  take(): Wake | undefined {
    const slot = this.firstSlot();
    if (slot === undefined) return undefined;
    this.leave(slot);
    this.lastTaken = slot.at;
    if (!this.tracked) this.forget(slot);
    else if (this.touched.length > this.sweepAt) this.sweep();
    return wakeOf(slot);
  }

  pending(actor: string, ref: Ref): Wake | undefined {
    const slot = this.actors.get(actor)?.get(ref.namespace)?.get(ref.name);
    return slot?.pending ? wakeOf(slot) : undefined;
  }

  size(): number {
    return this.count;
  }

  sequence(): number {
    return this.asked;
  }

  list(): readonly Wake[] {
    const wakes = [...this.slots()].filter((slot) => slot.pending).map(wakeOf);
    return wakes.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
  }

  *rows(): Iterable<AgendaRow> {
    for (const slot of this.slots()) if (slot.pending) yield rowOf(slot);
  }

  load(rows: Iterable<AgendaRow>, sequence = 0): void {
    for (const row of rows) {
      const slot = this.slot(row[0], row[1], row[2]);
      if (slot.pending) this.leave(slot);
      slot.saved = row.length > 3;
      if (row.length === 3) this.forget(slot);
      else {
        this.enter(slot, row[3], row[4], row[5]);
        this.asked = Math.max(this.asked, row[4]);
      }
    }
    this.asked = Math.max(this.asked, sequence);
    for (const slot of this.touched) slot.touched = false;
    this.touched = [];
  }

  changed(): boolean {
    return this.touched.length > 0;
  }

  takeChanges(): readonly AgendaRow[] {
    const rows: AgendaRow[] = [];
    for (const slot of this.touched) {
      slot.touched = false;
      if (slot.pending || slot.saved) rows.push(rowOf(slot));
      slot.saved = slot.pending;
      if (!slot.pending) this.forget(slot);
    }
    this.touched = [];
    return rows;
  }

  /** What came and went since the last save leaves no trace: a month has a quarter of a million such wakes. */
  private sweep(): void {
    const kept: Slot[] = [];
    for (const slot of this.touched) {
      if (slot.pending || slot.saved) kept.push(slot);
      else {
        slot.touched = false;
        this.forget(slot);
      }
    }
    this.touched = kept;
    this.sweepAt = SWEEP_AT + kept.length;
  }

  private firstSlot(): Slot | undefined {
    const { progress, standing } = this.heaps;
    return earlierOf(earlierOf(this.laneFirst(), progress.first()), standing.first());
  }

  private laneFirst(): Slot | undefined {
    if (this.laneStart === this.lane.length && this.laneStart > 0) {
      this.lane = [];
      this.laneStart = 0;
    }
    return this.lane[this.laneStart];
  }

  private enter(slot: Slot, at: Instant, sequence: number, because: Because): void {
    slot.at = at;
    slot.sequence = sequence;
    slot.because = because;
    slot.pending = true;
    this.count++;
    this.touch(slot);
    if (because === 'progress' && this.fitsLane(slot)) {
      slot.due = true;
      this.lane.push(slot);
    } else this.heaps[because].add(slot);
  }

  private leave(slot: Slot): void {
    slot.pending = false;
    this.count--;
    this.touch(slot);
    if (!slot.due) {
      this.heaps[slot.because].remove(slot);
      return;
    }
    slot.due = false;
    if (this.lane[this.laneStart] === slot) this.laneStart++;
    else this.lane.splice(this.lane.indexOf(slot, this.laneStart), 1);
  }

  private fitsLane(slot: Slot): boolean {
    const last = this.laneFirst() && this.lane[this.lane.length - 1];
    return last === undefined
      ? slot.at <= this.lastTaken
      : last.at === slot.at && last.sequence < slot.sequence;
  }

  private touch(slot: Slot): void {
    if (!this.tracked || slot.touched) return;
    slot.touched = true;
    this.touched.push(slot);
  }

  private slot(actor: string, namespace: string, name: string): Slot {
    const names = within(within(this.actors, actor), namespace);
    const known = names.get(name);
    if (known !== undefined) return known;
    const slot: Slot = { actor, namespace, name, ...EMPTY };
    names.set(name, slot);
    return slot;
  }

  private forget(slot: Slot): void {
    const names = this.actors.get(slot.actor)?.get(slot.namespace);
    if (names?.get(slot.name) === slot) names.delete(slot.name);
  }

  private *slots(): Iterable<Slot> {
    for (const namespaces of this.actors.values())
      for (const names of namespaces.values()) yield* names.values();
  }
}

const EMPTY = {
  at: 0 as Instant,
  sequence: 0,
  because: 'standing' as Because,
  pending: false,
  due: false,
  saved: false,
  touched: false,
  position: -1,
};

function within<K, V>(outer: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const known = outer.get(key);
  if (known !== undefined) return known;
  const inner = new Map<K, V>();
  outer.set(key, inner);
  return inner;
}

function earlierOf(a: Slot | undefined, b: Slot | undefined): Slot | undefined {
  if (a === undefined) return b;
  return b === undefined || isBefore(a, b) ? a : b;
}

const wakeOf = ({ at, sequence, actor, namespace, name, because }: Slot): Wake => ({
  at,
  sequence,
  actor,
  namespace,
  name,
  because,
});

function rowOf(slot: Slot): AgendaRow {
  const { actor, namespace, name } = slot;
  return slot.pending
    ? [actor, namespace, name, slot.at, slot.sequence, slot.because]
    : [actor, namespace, name];
}
