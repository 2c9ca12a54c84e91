import type { Context } from '../../client/client.ts';
import { type Duration, type Instant, minutes, seconds } from '../../machinery/instant.ts';

const FIRST: Duration = seconds(1);
const LONGEST: Duration = minutes(15);

interface Row {
  readonly delay: number;
  readonly last: number;
}

/** How long failed daemon pods of one set are left before they are removed, per node; kept beside the state (G-11). */
export class BackOff {
  readonly #memory: Context['memory'];
  readonly #now: Instant;
  readonly #prefix: string;

  /** A change of the set's spec, once observed, starts anew. */
  constructor({ memory, now }: Context, uid: string, observedGeneration: number) {
    this.#memory = memory;
    this.#now = now;
    this.#prefix = `failed/${uid}/${observedGeneration}/`;
  }

  isHeld(node: string): boolean {
    const row = this.#row(node);
    return row !== undefined && this.#now - row.last < row.delay;
  }

  /** The whole delay, however much of it has passed: that is what the controller waits again. */
  delay(node: string): Duration {
    return (this.#row(node)?.delay ?? 0) as Duration;
  }

  /** Notes a removal: the next one has to wait twice as long as this one had to. */
  note(node: string): void {
    const row = this.#row(node);
    const delay = row === undefined ? FIRST : Math.min(row.delay * 2, LONGEST);
    this.#forgetExpired();
    this.#memory.set(this.#prefix + node, { delay, last: this.#now });
  }

  #row(node: string): Row | undefined {
    const row = this.#memory.get(this.#prefix + node) as Row | undefined;
    return row === undefined || this.#isExpired(row) ? undefined : row;
  }

  #isExpired(row: Row): boolean {
    return this.#now - row.last > 2 * LONGEST;
  }

  #forgetExpired(): void {
    const expired = [...this.#memory.entries('failed/')].filter(([, row]) => this.#isExpired(row as Row));
    for (const [key] of expired) this.#memory.set(key, undefined);
  }
}
