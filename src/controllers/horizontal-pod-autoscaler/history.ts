import type { Duration, Instant } from '../../machinery/instant.ts';

/** How many were recommended, and when. */
export type Recommendation = readonly [replicas: number, at: Instant];

/** By how many a target grew or shrank, and when. */
export type ScaleChange = readonly [replicas: number, at: Instant];

/** What an autoscaler remembers: nothing of it stands on an object. */
export interface History {
  readonly recommendations: readonly Recommendation[];
  readonly ups: readonly ScaleChange[];
  readonly downs: readonly ScaleChange[];
}

export const NO_HISTORY: History = { recommendations: [], ups: [], downs: [] };

/** The log with one more entry, which takes the place of the last one that is too old to count. */
export function recorded<T extends readonly [number, Instant]>(
  log: readonly T[],
  entry: T,
  isOld: (at: Instant) => boolean,
): readonly T[] {
  const place = log.findLastIndex(([, at]) => isOld(at));
  return place === -1 ? [...log, entry] : log.with(place, entry);
}

/** By how much a target changed within the last while (getReplicasChangePerPeriod). */
export function changeWithin(log: readonly ScaleChange[], period: Duration, now: Instant): number {
  let sum = 0;
  for (const [replicas, at] of log) if (at > now - period) sum += replicas;
  return sum;
}
