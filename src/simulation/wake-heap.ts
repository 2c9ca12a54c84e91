import type { Instant } from '../machinery/instant.ts';

/** What a {@link WakeHeap} orders: the heap keeps each item's place in `position`, -1 when it is not in. */
export interface Placed {
  readonly at: Instant;
  readonly sequence: number;
  position: number;
}

/** Earlier first; ties are settled by who asked first. */
export function isBefore(a: Placed, b: Placed): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

/** A binary heap whose items know their place, so that any of them can be taken out: nothing dead is ever kept. */
export class WakeHeap<T extends Placed> {
  private readonly items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  first(): T | undefined {
    return this.items[0];
  }

  add(item: T): void {
    this.items.push(item);
    this.rise(item, this.items.length - 1);
  }

  remove(item: T): void {
    const hole = item.position;
    const last = this.items.pop();
    item.position = -1;
    if (last === undefined || last === item) return;
    const parent = this.items[(hole - 1) >> 1];
    if (hole > 0 && parent !== undefined && isBefore(last, parent)) this.rise(last, hole);
    else this.sink(last, hole);
  }

  private rise(item: T, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.items[above];
      if (parent === undefined || !isBefore(item, parent)) break;
      this.put(parent, place);
      place = above;
    }
    this.put(item, place);
  }

  private sink(item: T, from: number): void {
    let place = from;
    for (;;) {
      const left = this.items[2 * place + 1];
      if (left === undefined) break;
      const right = this.items[2 * place + 2];
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(child, item)) break;
      const below = child.position;
      this.put(child, place);
      place = below;
    }
    this.put(item, place);
  }

  private put(item: T, place: number): void {
    this.items[place] = item;
    item.position = place;
  }
}
