import type { Instant } from '../machinery/instant.ts';

export interface Clock {
  now(): Instant;
}

/** A clock that stands until it is set: the cluster's, moved by the advance loop alone. */
export interface SettableClock extends Clock {
  set(now: Instant): void;
}

export function settableClock(start: Instant): SettableClock {
  let current = start;
  return {
    now: () => current,
    set: (now) => {
      current = now;
    },
  };
}
