import type { KubeObject } from '../machinery/object-meta.ts';
import { type Cell, CellMap } from './cells.ts';
import type { Entry, Index } from './store.ts';

/** One secondary index: word -> cells. Built by a scan when first asked, kept up from then on. */
export class PostingIndex {
  readonly definition: Index;
  private readonly everything: () => Iterable<Cell>;
  private postings: Map<string, CellMap> | undefined;

  constructor(definition: Index, everything: () => Iterable<Cell>) {
    this.definition = definition;
    this.everything = everything;
  }

  find(word: string): readonly Entry[] {
    return this.built().get(word)?.entries() ?? [];
  }

  count(word: string): number {
    return this.built().get(word)?.size ?? 0;
  }

  /** The cell holds `after` (undefined: it is leaving) where it held `before` (undefined: it is new). */
  move(cell: Cell, before: KubeObject | undefined, after: KubeObject | undefined): void {
    const postings = this.postings;
    if (postings === undefined) return;
    if (before === undefined) {
      if (after !== undefined) enter(postings, this.definition.words(cell.key, after), cell);
      return;
    }
    if (after === undefined) {
      leave(postings, this.definition.words(cell.key, before), cell);
      return;
    }
    if (before === after || this.definition.same(before, after)) return;
    const was = this.definition.words(cell.key, before);
    const is = this.definition.words(cell.key, after);
    leave(
      postings,
      was.filter((word) => !is.includes(word)),
      cell,
    );
    enter(
      postings,
      is.filter((word) => !was.includes(word)),
      cell,
    );
  }

  private built(): Map<string, CellMap> {
    if (this.postings !== undefined) return this.postings;
    const postings = new Map<string, CellMap>();
    for (const cell of this.everything()) {
      enter(postings, this.definition.words(cell.key, cell.entry.value), cell);
    }
    this.postings = postings;
    return postings;
  }
}

function enter(postings: Map<string, CellMap>, words: readonly string[], cell: Cell): void {
  for (const word of words) {
    const cells = postings.get(word);
    if (cells !== undefined) cells.add(cell);
    else {
      const first = new CellMap();
      first.add(cell);
      postings.set(word, first);
    }
  }
}

function leave(postings: Map<string, CellMap>, words: readonly string[], cell: Cell): void {
  for (const word of words) {
    const cells = postings.get(word);
    if (cells === undefined) continue;
    cells.delete(cell);
    if (cells.size === 0) postings.delete(word);
  }
}
