import { compareText } from '../machinery/json.ts';
import type { Entry, Key } from './store.ts';

/** The place of one key: stays the same while the object changes, so that indexes need no touch. */
export interface Cell {
  readonly key: Key;
  entry: Entry;
}

const byKey = (a: Cell, b: Cell): number => compareText(a.key, b.key);

/**
 * Cells by key, told in key order. The order is made when somebody asks and kept up by merging what was added since,
 * so that one more pod among 10,000 costs no sorting of 10,000.
 */
export class CellMap {
  private readonly members = new Map<Key, Cell>();
  private order: Cell[] | undefined;
  private added: Cell[] | undefined;
  private thinned = false;
  private told: readonly Entry[] | undefined;

  get size(): number {
    return this.members.size;
  }

  get(key: Key): Cell | undefined {
    return this.members.get(key);
  }

  /** In no order. */
  all(): Iterable<Cell> {
    return this.members.values();
  }

  add(cell: Cell): void {
    this.members.set(cell.key, cell);
    this.told = undefined;
    if (this.order === undefined) return;
    if (this.added === undefined) this.added = [cell];
    else this.added.push(cell);
    if (this.added.length > this.members.size + 64) this.forgetOrder();
  }

  delete(cell: Cell): void {
    if (!this.members.delete(cell.key)) return;
    this.told = undefined;
    if (this.order === undefined) return;
    this.thinned = true;
    if (this.order.length > 2 * this.members.size + 64) this.forgetOrder();
  }

  /** An entry was exchanged: the list told before is old. */
  touch(): void {
    this.told = undefined;
  }

  /** In key order, remembered until {@link touch}, {@link add} or {@link delete}. */
  list(): readonly Entry[] {
    if (this.told === undefined) this.told = this.entries();
    return this.told;
  }

  /** In key order. */
  entries(): readonly Entry[] {
    return this.cells().map((cell) => cell.entry);
  }

  private cells(): readonly Cell[] {
    if (this.order === undefined) this.order = sorted([...this.members.values()]);
    else if (this.added !== undefined || this.thinned) {
      this.order = merged(
        this.order,
        sorted(this.added ?? []),
        (cell) => this.members.get(cell.key) === cell,
      );
    }
    this.added = undefined;
    this.thinned = false;
    return this.order;
  }

  private forgetOrder(): void {
    this.order = undefined;
    this.added = undefined;
    this.thinned = false;
  }
}

/** Sorts in place unless the cells are in order already, which is how a saved state comes in. */
function sorted(cells: Cell[]): Cell[] {
  return cells.length < 2 ? cells : cells.sort(byKey);
}

function merged(old: readonly Cell[], fresh: readonly Cell[], lives: (cell: Cell) => boolean): Cell[] {
  const result: Cell[] = [];
  let last: Cell | undefined;
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const left = old[i];
    const right = fresh[j];
    const takeLeft = right === undefined || (left !== undefined && byKey(left, right) <= 0);
    const cell = takeLeft ? left : right;
    if (takeLeft) i++;
    else j++;
    if (cell === undefined || cell === last || !lives(cell)) continue;
    result.push(cell);
    last = cell;
  }
  return result;
}
