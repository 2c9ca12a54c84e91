/** A run of completion indexes, both ends included. */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** Indexes as a Job's status keeps them: runs in order that do not touch. */
export type Intervals = readonly Interval[];

/** Reads `1,3-5,7`; what is no number is passed over, and what is out of range is cut off (J-11). */
export function parseIndexes(text: string, completions: number): Intervals {
  const runs: { first: number; last: number }[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const [low, high] = part.split('-');
    const first = wholeNumber(low);
    if (first === undefined) continue;
    if (first >= completions) break;
    const end = high === undefined ? first : wholeNumber(high);
    if (end === undefined) continue;
    const last = high === undefined ? first : Math.min(end, completions - 1);
    const before = runs.at(-1);
    if (before !== undefined && before.last === first - 1) before.last = last;
    else runs.push({ first, last });
  }
  return runs;
}

const wholeNumber = (text = ''): number | undefined =>
  /^[+-]?[0-9]+$/.test(text) ? Number(text) : undefined;

/** Two neighbours stand as `a,b`, longer runs as `a-c` (J-11). */
export function formatIndexes(intervals: Intervals): string {
  return intervals
    .map(({ first, last }) =>
      last === first ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`,
    )
    .join(',');
}

/** How many indexes there are. */
export function totalOf(intervals: Intervals): number {
  let count = 0;
  for (const { first, last } of intervals) count += last - first + 1;
  return count;
}

export function hasIndex(intervals: Intervals, index: number): boolean {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[middle]?.last ?? 0) >= index) high = middle;
    else low = middle + 1;
  }
  const found = intervals[low];
  return found !== undefined && found.first <= index;
}

/** Both together. */
export function mergeIntervals(a: Intervals, b: Intervals): Intervals {
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of [...a, ...b].sort((one, other) => one.first - other.first)) {
    const before = merged.at(-1);
    if (before === undefined || first > before.last + 1) merged.push({ first, last });
    else before.last = Math.max(before.last, last);
  }
  return merged;
}

export function withIndexes(intervals: Intervals, indexes: Iterable<number>): Intervals {
  const added = [...indexes].map((index) => ({ first: index, last: index }));
  return added.length === 0 ? intervals : mergeIntervals(intervals, added);
}

/** The first so many indexes below `end` that are not among the taken ones. */
export function firstFree(taken: Intervals, count: number, end: number): readonly number[] {
  const free: number[] = [];
  let candidate = 0;
  for (const { first, last } of [...taken, { first: end, last: end }]) {
    for (; candidate < Math.min(first, end) && free.length < count; candidate++) free.push(candidate);
    candidate = Math.max(candidate, last + 1);
  }
  return free;
}

/** How many indexes stand in both. */
export function countCommon(a: Intervals, b: Intervals): number {
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const one = a[i] as Interval;
    const other = b[j] as Interval;
    count += Math.max(0, Math.min(one.last, other.last) - Math.max(one.first, other.first) + 1);
    if (one.last <= other.last) i++;
    if (other.last <= one.last) j++;
  }
  return count;
}
