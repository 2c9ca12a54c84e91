import type { Instant } from '../machinery/instant.ts';

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

/** The settings from here on: realtime counts from this moment of both clocks. */
export function anchored<T extends PaceSettings>(settings: T, wall: number, cluster: Instant): T {
  return { ...settings, anchor: { wall, cluster } };
}
