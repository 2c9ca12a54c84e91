import type { Change } from './store.ts';

/** What was told of a queue this long is dropped from it on the way. */
const LONG_QUEUE = 4096;

interface Watcher {
  readonly prefix: string;
  /** How many changes had been committed when the watch began: it is told only of later ones. */
  readonly after: number;
  readonly onChange: (change: Change) => void;
  stopped: boolean;
}

interface Told {
  readonly change: Change;
  readonly folder: string;
}

/**
 * Tells watchers of changes, in order. A watcher may commit: its changes are told after those that are under way, so
 * everybody sees one order. A change costs the watchers that match it, not all there are.
 */
export class WatchHub {
  private watchers: readonly Watcher[] = [];
  private readonly matching = new Map<string, readonly Watcher[]>();
  private queue: Told[] = [];
  private delivering = false;
  /** How many changes were committed, and how many of them told. */
  private committed = 0;
  private told = 0;

  watch(prefix: string, onChange: (change: Change) => void): () => void {
    const watcher: Watcher = { prefix, after: this.committed, onChange, stopped: false };
    this.watchers = [...this.watchers, watcher];
    this.matching.clear();
    return () => {
      watcher.stopped = true;
      this.watchers = this.watchers.filter((other) => other !== watcher);
      this.matching.clear();
    };
  }

  /** `folder` is what all keys beside the change's begin with: `core/pods/default/`. */
  add(change: Change, folder: string): void {
    this.committed++;
    this.queue.push({ change, folder });
  }

  deliver(): void {
    if (this.delivering) return;
    this.delivering = true;
    let next = 0;
    try {
      while (next < this.queue.length) {
        const told = this.queue[next++];
        this.told++;
        if (told !== undefined) this.tell(told, this.told);
        if (next === LONG_QUEUE) {
          this.queue = this.queue.slice(next);
          next = 0;
        }
      }
    } finally {
      this.queue = next === this.queue.length ? [] : this.queue.slice(next);
      this.delivering = false;
    }
  }

  private tell({ change, folder }: Told, number: number): void {
    const { key } = change.entry;
    for (const watcher of this.watchersOf(folder)) {
      if (watcher.stopped || watcher.after >= number || !key.startsWith(watcher.prefix)) continue;
      watcher.onChange(change);
    }
  }

  /** Remembered per folder of keys (`core/pods/default/`). */
  private watchersOf(folder: string): readonly Watcher[] {
    const known = this.matching.get(folder);
    if (known !== undefined) return known;
    const found = this.watchers.filter(
      ({ prefix }) => prefix.startsWith(folder) || folder.startsWith(prefix),
    );
    this.matching.set(folder, found);
    return found;
  }
}
