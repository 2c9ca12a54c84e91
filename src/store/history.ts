import { type Change, CompactedError, type Revision } from './store.ts';

/** The last changes, in order, in a ring: what a watch that starts at an earlier revision is told first. */
export class History {
  private readonly ring: Change[] = [];
  private readonly capacity: number;
  private start = 0;
  /** Every change after this revision is remembered. */
  private floor: Revision;
  /** Whether changes were forgotten for want of room, and not only never seen here. */
  private overflowed = false;

  constructor(capacity: number, floor: Revision) {
    this.capacity = capacity;
    this.floor = floor;
  }

  push(change: Change): void {
    if (this.ring.length < this.capacity) {
      this.ring.push(change);
      return;
    }
    this.overflowed = true;
    this.floor = this.ring[this.start]?.entry.modified ?? this.floor;
    this.ring[this.start] = change;
    this.start = (this.start + 1) % this.capacity;
  }

  /** Forgets everything: changes up to `floor` came in bulk and nobody knows their order. */
  restart(floor: Revision): void {
    this.ring.length = 0;
    this.start = 0;
    this.floor = floor;
    this.overflowed = false;
  }

  /** Up to where the present objects stand in for changes that came before this process; undefined when the revision is remembered. */
  unseenUntil(revision: Revision): Revision | undefined {
    return revision < this.floor && !this.overflowed ? this.floor : undefined;
  }

  since(revision: Revision, prefix: string): readonly Change[] {
    if (revision < this.floor) throw new CompactedError(revision, this.floor);
    const result: Change[] = [];
    for (let i = this.firstAfter(revision); i < this.ring.length; i++) {
      const change = this.at(i);
      if (change?.entry.key.startsWith(prefix)) result.push(change);
    }
    return result;
  }

  private firstAfter(revision: Revision): number {
    let low = 0;
    let high = this.ring.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.at(middle)?.entry.modified ?? 0) > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private at(i: number): Change | undefined {
    return this.ring[(this.start + i) % this.ring.length];
  }
}
