/** Spans so short are sorted by insertion. */
const SHORT = 12;
/** Spans so long have their pivot chosen among more candidates. */
const LONG = 50;

/**
 * The items in the order in which Go's sort.Sort leaves them. It is not stable: what is equal comes out in an order that
 * only the same steps give, those of a pattern-defeating quicksort.
 */
export function goSorted<T>(items: readonly T[], isLess: (a: T, b: T) => boolean): readonly T[] {
  const sorting = new Sorting([...items], isLess);
  sorting.sort(0, items.length, bitLength(items.length));
  return sorting.items;
}

type Hint = 'unknown' | 'increasing' | 'decreasing';

const bitLength = (count: number): number => (count === 0 ? 0 : 32 - Math.clz32(count));

class Sorting<T> {
  readonly items: T[];
  private readonly isLess: (a: T, b: T) => boolean;
  private swaps = 0;

  constructor(items: T[], isLess: (a: T, b: T) => boolean) {
    this.items = items;
    this.isLess = isLess;
  }

  /** Sorts from `start` to before `end`; `limit` bad pivots are borne. */
  sort(start: number, end: number, limit: number): void {
    let [from, to, left] = [start, end, limit];
    let wasBalanced = true;
    let wasParted = true;
    while (to - from > SHORT) {
      if (left === 0) {
        this.heapSort(from, to);
        return;
      }
      if (!wasBalanced) {
        this.breakPatterns(from, to);
        left--;
      }
      const { pivot, hint } = this.pivotOf(from, to);
      if (wasBalanced && wasParted && hint === 'increasing' && this.nearlySorted(from, to)) return;
      if (from > 0 && !this.less(from - 1, pivot)) {
        from = this.partEqual(from, to, pivot);
        continue;
      }
      const { middle, already } = this.part(from, to, pivot);
      wasParted = already;
      const [before, after] = [middle - from, to - middle];
      wasBalanced = Math.min(before, after) >= Math.floor((to - from) / 8);
      if (before < after) {
        this.sort(from, middle, left);
        from = middle + 1;
      } else {
        this.sort(middle + 1, to, left);
        to = middle;
      }
    }
    this.insertionSort(from, to);
  }

  private less(i: number, j: number): boolean {
    return this.isLess(this.items[i] as T, this.items[j] as T);
  }

  private swap(i: number, j: number): void {
    [this.items[i], this.items[j]] = [this.items[j] as T, this.items[i] as T];
  }

  private insertionSort(from: number, to: number): void {
    for (let i = from + 1; i < to; i++)
      for (let j = i; j > from && this.less(j, j - 1); j--) this.swap(j, j - 1);
  }

  private heapSort(first: number, to: number): void {
    const count = to - first;
    for (let i = Math.floor((count - 1) / 2); i >= 0; i--) this.siftDown(i, count, first);
    for (let i = count - 1; i >= 0; i--) {
      this.swap(first, first + i);
      this.siftDown(0, i, first);
    }
  }

  private siftDown(start: number, count: number, first: number): void {
    for (let root = start; ; ) {
      let child = 2 * root + 1;
      if (child >= count) return;
      if (child + 1 < count && this.less(first + child, first + child + 1)) child++;
      if (!this.less(first + root, first + child)) return;
      this.swap(first + root, first + child);
      root = child;
    }
  }

  /** Three swaps by numbers that follow from the length: orders that make for bad pivots do not last. */
  private breakPatterns(from: number, to: number): void {
    const length = to - from;
    const mask = BigInt(2 ** bitLength(length) - 1);
    const middle = from + Math.floor(length / 4) * 2;
    let random = BigInt(length);
    for (let i = 0; i < 3; i++) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      const other = Number(random & mask);
      this.swap(middle - 1 + i, from + (other >= length ? other - length : other));
    }
  }

  /** The median of three, or of three medians; a span that is in descending order is turned round on the way. */
  private pivotOf(from: number, to: number): { readonly pivot: number; readonly hint: Hint } {
    const length = to - from;
    const quarter = Math.floor(length / 4);
    let candidates = [from + quarter, from + quarter * 2, from + quarter * 3];
    this.swaps = 0;
    if (length >= LONG) candidates = candidates.map((at) => this.median(at - 1, at, at + 1));
    const [low = 0, middle = 0, high = 0] = candidates;
    const pivot = this.median(low, middle, high);
    if (this.swaps === 0) return { pivot, hint: 'increasing' };
    if (this.swaps < 12) return { pivot, hint: 'unknown' };
    for (let [i, j] = [from, to - 1]; i < j; i++, j--) this.swap(i, j);
    return { pivot: to - 1 - (pivot - from), hint: 'increasing' };
  }

  private median(a: number, b: number, c: number): number {
    const [first, second] = this.ordered(a, b);
    const [third] = this.ordered(second, c);
    return this.ordered(first, third)[1];
  }

  private ordered(a: number, b: number): readonly [number, number] {
    if (!this.less(b, a)) return [a, b];
    this.swaps++;
    return [b, a];
  }

  /** Puts up to five neighbours right; true when that was all there was to do. */
  private nearlySorted(from: number, to: number): boolean {
    let i = from + 1;
    for (let step = 0; step < 5; step++) {
      while (i < to && !this.less(i, i - 1)) i++;
      if (i === to) return true;
      if (to - from < LONG) return false;
      this.swap(i, i - 1);
      if (i - from >= 2) for (let j = i - 1; j >= 1 && this.less(j, j - 1); j--) this.swap(j, j - 1);
      if (to - i >= 2) for (let j = i + 1; j < to && this.less(j, j - 1); j++) this.swap(j, j - 1);
    }
    return false;
  }

  /** What is less than the pivot goes before it; `already` when nothing had to move. */
  private part(
    from: number,
    to: number,
    pivot: number,
  ): { readonly middle: number; readonly already: boolean } {
    this.swap(from, pivot);
    let [i, j] = [from + 1, to - 1];
    const skip = (): void => {
      while (i <= j && this.less(i, from)) i++;
      while (i <= j && !this.less(j, from)) j--;
    };
    skip();
    const already = i > j;
    while (i <= j) {
      this.swap(i++, j--);
      skip();
    }
    this.swap(j, from);
    return { middle: j, already };
  }

  /** Nothing here is less than the pivot: what equals it goes to the front. Returns where the greater begin. */
  private partEqual(from: number, to: number, pivot: number): number {
    this.swap(from, pivot);
    let [i, j] = [from + 1, to - 1];
    for (;;) {
      while (i <= j && !this.less(from, i)) i++;
      while (i <= j && this.less(from, j)) j--;
      if (i > j) return i;
      this.swap(i++, j--);
    }
  }
}
