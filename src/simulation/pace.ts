import type { Duration, Instant } from '../machinery/instant.ts';

/** How the cluster's time follows ours: the only place that reads the wall clock or sleeps. */
export type PaceSettings =
  | {
      readonly pace: 'realtime';
      /** Seconds of the cluster's time in one of ours. */
      readonly speed: number;
      /** At this moment of ours ... */
      readonly wall: Instant;
      /** ... it was this time in the cluster. */
      readonly cluster: Instant;
    }
  | { readonly pace: 'manual' }
  | { readonly pace: 'instant' };

export type Pace = PaceSettings['pace'];

/** The cluster's time that has been reached: what fell due up to it happens first. Never before `now`. */
export function targetNow(settings: PaceSettings, now: Instant, wall: Instant): Instant {
  if (settings.pace !== 'realtime') return now;
  const target = Math.floor(settings.cluster + (wall - settings.wall) * settings.speed);
  return Math.max(now, target) as Instant;
}

/** After a command: whether the cluster runs on until nothing more is about to change. */
export const runsOn = (settings: PaceSettings): boolean => settings.pace === 'instant';

/** Whether a waiting command jumps to the next due moment instead of sleeping. */
export const jumps = (settings: PaceSettings): boolean => settings.pace !== 'realtime';

/** How long to sleep until the cluster's clock shows `at`. */
export function wallTimeUntil(settings: PaceSettings, now: Instant, at: Instant): Duration {
  if (settings.pace !== 'realtime') return 0 as Duration;
  return Math.max(0, Math.ceil((at - now) / settings.speed)) as Duration;
}

/** Realtime from here on: the cluster shows `cluster` while the wall clock shows `wall`. */
export function realtime(speed: number, wall: Instant, cluster: Instant): PaceSettings {
  return { pace: 'realtime', speed, wall, cluster };
}

/** The clock was moved by hand to `cluster`: realtime goes on from there. */
export function movedTo(settings: PaceSettings, wall: Instant, cluster: Instant): PaceSettings {
  return settings.pace === 'realtime' ? { ...settings, wall, cluster } : settings;
}

export function wallNow(): Instant {
  return Date.now() as Instant;
}

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

/** Node fires timers beyond 2^31-1 ms at once. */
const LONGEST_TIMER = 2_147_483_647;
