import type { Duration, Instant } from '../machinery/instant.ts';

/** realtime follows the wall clock; manual moves only when told; instant runs on until nothing is about to change. */
export type Pace = 'realtime' | 'manual' | 'instant';

/** How the cluster's time follows ours. */
export interface PaceSettings {
  readonly pace: Pace;
  /** Seconds of the cluster's time in one of ours, at pace realtime. */
  readonly speed: number;
  /** When the wall clock showed `wall`, the cluster's showed `cluster`: realtime counts from here. */
  readonly anchor: { readonly wall: number; readonly cluster: Instant };
}

/** The cluster's time that has been reached: what fell due up to it happens first. Never before `now`. */
export function targetNow({ pace, speed, anchor }: PaceSettings, now: Instant, wall: number): Instant {
  if (pace !== 'realtime') return now;
  return Math.max(now, Math.floor(anchor.cluster + (wall - anchor.wall) * speed)) as Instant;
}

/** Whether the cluster runs on after a command until nothing more is about to change. */
export const runsOn = ({ pace }: PaceSettings): boolean => pace === 'instant';

/** Whether a waiting command jumps to the next due moment instead of sleeping until then. */
export const jumps = ({ pace }: PaceSettings): boolean => pace !== 'realtime';

/** How long to sleep until the cluster's clock shows `at`. */
export function wallTimeUntil({ pace, speed }: PaceSettings, now: Instant, at: Instant): Duration {
  return (pace === 'realtime' ? Math.max(0, Math.ceil((at - now) / speed)) : 0) as Duration;
}

/** The settings from here on: realtime counts from this moment of both clocks. */
export function anchored<T extends PaceSettings>(settings: T, wall: number, cluster: Instant): T {
  return { ...settings, anchor: { wall, cluster } };
}

export function wallNow(): Instant {
  return Date.now() as Instant;
}

/** Node fires timers beyond 2^31-1 ms at once. */
const LONGEST_TIMER = 2_147_483_647;

/** Sleeps; `interrupted` ends it early. */
export function sleep(length: Duration, interrupted?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      interrupted?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, Math.min(length, LONGEST_TIMER));
    if (interrupted?.aborted) finish();
    else interrupted?.addEventListener('abort', finish, { once: true });
  });
}
