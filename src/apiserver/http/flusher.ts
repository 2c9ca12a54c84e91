/** However long a flush takes: changes are seen soon. */
const LONGEST_PAUSE_MILLISECONDS = 50;

interface Waiting {
  flush(): void;
}

/**
 * Flushes what waits at the end of a turn of the event loop. Where flushing itself takes long it pauses as long before
 * the next time: many changes to many readers then go out in few writes, and half of the time is left for other work.
 */
export class Flusher {
  private readonly waiting = new Set<Waiting>();
  private pause = 0;

  soon(one: Waiting): void {
    if (this.waiting.size === 0) {
      if (this.pause < 1) setImmediate(() => this.flush());
      else setTimeout(() => this.flush(), this.pause);
    }
    this.waiting.add(one);
  }

  private flush(): void {
    const start = performance.now();
    const all = [...this.waiting];
    this.waiting.clear();
    for (const one of all) one.flush();
    this.pause = Math.min(performance.now() - start, LONGEST_PAUSE_MILLISECONDS);
  }
}
