import type { Change, Revision } from './store.ts';

interface Watcher {
  readonly prefix: string;
  /** Only what is newer than the watch itself. */
  readonly after: Revision;
  readonly onChange: (change: Change) => void;
  stopped: boolean;
}

/**
 * Tells watchers of changes, in order. A watcher may commit: its changes are told after those that are under way, so
 * everybody sees one order. A change costs the watchers that match it, not all there are.
 */
export class WatchHub {
  private watchers: readonly Watcher[] = [];
  private readonly matching = new Map<string, readonly Watcher[]>();
  private queue: Change[] = [];
  private delivering = false;

  watch(prefix: string, after: Revision, onChange: (change: Change) => void): () => void {
    const watcher: Watcher = { prefix, after, onChange, stopped: false };
    this.watchers = [...this.watchers, watcher];
    this.matching.clear();
    return () => {
      watcher.stopped = true;
      this.watchers = this.watchers.filter((other) => other !== watcher);
      this.matching.clear();
    };
  }

  add(change: Change): void {
    if (this.watchers.length > 0) this.queue.push(change);
  }

  deliver(): void {
    if (this.delivering) return;
    this.delivering = true;
    let told = 0;
    try {
      while (told < this.queue.length) {
        const change = this.queue[told++];
        if (change !== undefined) this.tell(change);
        if (told === 4096) {
          this.queue = this.queue.slice(told);
          told = 0;
        }
      }
    } finally {
      this.queue = told === this.queue.length ? [] : this.queue.slice(told);
      this.delivering = false;
    }
  }

  private tell(change: Change): void {
    const { key, modified } = change.entry;
    for (const watcher of this.watchersOf(key)) {
      if (watcher.stopped || watcher.after >= modified || !key.startsWith(watcher.prefix)) continue;
      watcher.onChange(change);
    }
  }

  /** Remembered per folder of keys (`core/pods/default/`). */
  private watchersOf(key: string): readonly Watcher[] {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    const known = this.matching.get(folder);
    if (known !== undefined) return known;
    const found = this.watchers.filter(
      ({ prefix }) => prefix.startsWith(folder) || folder.startsWith(prefix),
    );
    this.matching.set(folder, found);
    return found;
  }
}
