/** A point in the cluster's time, in milliseconds since 1970. */
export type Instant = number & { readonly __unit: 'ms since 1970' };
/** A length of the cluster's time, in milliseconds. */
export type Duration = number & { readonly __unit: 'ms' };
/** A timestamp as objects carry it: RFC 3339, UTC, whole seconds (`2026-01-01T12:00:00Z`). */
export type Time = string & { readonly __unit: 'RFC 3339' };
/** As {@link Time} with microseconds: Lease times and event series (`2026-01-01T12:00:00.000000Z`). */
export type MicroTime = string & { readonly __unit: 'RFC 3339 micro' };

export const instant = (milliseconds: number): Instant => milliseconds as Instant;
export const milliseconds = (count: number): Duration => count as Duration;
export const seconds = (count: number): Duration => (count * 1000) as Duration;
export const minutes = (count: number): Duration => (count * 60_000) as Duration;
export const hours = (count: number): Duration => (count * 3_600_000) as Duration;

export const after = (start: Instant, length: Duration): Instant => (start + length) as Instant;
export const between = (earlier: Instant, later: Instant): Duration => (later - earlier) as Duration;

/** The timestamp of an instant: fractions of a second are dropped, as Go's metav1.Time does. */
export function timeOf(at: Instant): Time {
  const second = Math.floor(at / 1000);
  if (second !== lastSecond) {
    lastTime = `${new Date(second * 1000).toISOString().slice(0, 19)}Z` as Time;
    lastSecond = second;
  }
  return lastTime;
}

/** Thousands of objects are stamped with one and the same second. */
let lastSecond = Number.NaN;
let lastTime = '' as Time;

export function microTimeOf(at: Instant): MicroTime {
  return new Date(at).toISOString().replace('Z', '000Z') as MicroTime;
}

/** The instant a timestamp names; NaN where the text is no RFC 3339 time. */
export function instantOf(time: Time | MicroTime | string): Instant {
  return Date.parse(time) as Instant;
}
