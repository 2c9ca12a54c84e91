import type { KubeObject } from '../machinery/object-meta.ts';
import { type Cell, CellMap } from './cells.ts';
import type { Entry, Index } from './store.ts';

/** One secondary index: word -> cells. */
export class PostingIndex {
  readonly definition: Index;
  private readonly postings = new Map<string, CellMap>();

  constructor(definition: Index) {
    this.definition = definition;
  }

  find(word: string): readonly Entry[] {
    return this.postings.get(word)?.entries() ?? [];
  }

  count(word: string): number {
    return this.postings.get(word)?.size ?? 0;
  }

  /** The cell holds `after` (undefined: it is leaving) where it held `before` (undefined: it is new). */
  move(cell: Cell, before: KubeObject | undefined, after: KubeObject | undefined): void {
    const { words, same } = this.definition;
    if (before === undefined || after === undefined) {
      if (before !== undefined) this.leave(words(cell.key, before), cell);
      if (after !== undefined) this.enter(words(cell.key, after), cell);
      return;
    }
    if (same(before, after)) return;
    const was = words(cell.key, before);
    const is = words(cell.key, after);
    this.leave(
      was.filter((word) => !is.includes(word)),
      cell,
    );
    this.enter(
      is.filter((word) => !was.includes(word)),
      cell,
    );
  }

  private enter(words: readonly string[], cell: Cell): void {
    for (const word of words) {
      const known = this.postings.get(word);
      const cells = known ?? new CellMap();
      cells.add(cell);
      if (known === undefined) this.postings.set(word, cells);
    }
  }

  private leave(words: readonly string[], cell: Cell): void {
    for (const word of words) {
      const cells = this.postings.get(word);
      cells?.delete(cell);
      if (cells?.size === 0) this.postings.delete(word);
    }
  }
}
