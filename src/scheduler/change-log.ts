import type { PodInfo } from './pod-info.ts';

/** A node that changed, or a pod that came to it or left it. */
export interface Entry {
  /** The node's index. */
  readonly index: number;
  readonly pod?: PodInfo;
  readonly times?: 1 | -1;
}

/** At least so many changes are remembered, and twice as many as there are pods: who is further behind counts those afresh. */
const LEAST = 256;

/** Changes in order: whoever keeps something per node reads on from where it was. */
export class ChangeLog {
  private entries: Entry[] = [];
  private base = 0;

  end(): number {
    return this.base + this.entries.length;
  }

  /** Whether everything since then is still known. */
  reaches(place: number): boolean {
    return place >= this.base;
  }

  at(place: number): Entry {
    return this.entries[place - this.base] as Entry;
  }

  /** `pods`: how many there are to count. */
  add(entry: Entry, pods: number): void {
    if (this.entries.length >= Math.max(LEAST, 4 * pods)) {
      const forgotten = this.entries.length >> 1;
      this.entries = this.entries.slice(forgotten);
      this.base += forgotten;
    }
    this.entries.push(entry);
  }

  /** Indexes have changed their meaning: nothing said before counts. */
  restart(): void {
    this.base = this.end() + 1;
    this.entries = [];
  }
}
