import type { PodInfo } from './pod-info.ts';

/** A node that changed, or a pod that came to it or left it. */
export interface Entry {
  /** The node's index. */
  readonly index: number;
  readonly pod?: PodInfo;
  readonly times?: 1 | -1;
}

/** So many changes are remembered; who is further behind counts afresh. */
const LONGEST = 65_536;

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

  add(entry: Entry): void {
    if (this.entries.length >= LONGEST) {
      this.entries = this.entries.slice(LONGEST / 2);
      this.base += LONGEST / 2;
    }
    this.entries.push(entry);
  }

  /** Indexes have changed their meaning: nothing said before counts. */
  restart(): void {
    this.base = this.end() + 1;
    this.entries = [];
  }
}
