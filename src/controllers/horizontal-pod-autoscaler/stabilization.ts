import { type Instant, minutes, seconds } from '../../machinery/instant.ts';
import { type History, recorded } from './history.ts';

/** --horizontal-pod-autoscaler-downscale-stabilization. */
export const DOWNSCALE_WINDOW = minutes(5);

/** A recommendation that recent ones have been weighed against. */
export interface Stabilized {
  readonly replicas: number;
  readonly history: History;
}

/** Without behaviour: the highest recommendation of five minutes (H-6, stabilizeRecommendation). */
export function stabilized(desired: number, history: History, now: Instant): Stabilized {
  const cutoff = now - DOWNSCALE_WINDOW;
  const recent = history.recommendations.filter(([, at]) => at >= cutoff).map(([replicas]) => replicas);
  const recommendations = recorded(history.recommendations, [desired, now], (at) => at < cutoff);
  return { replicas: Math.max(desired, ...recent), history: { ...history, recommendations } };
}

/** With behaviour: within the lowest of the time up and the highest of the time down (stabilizeRecommendationWithBehaviors). */
export function stabilizedByWindows(
  desired: number,
  current: number,
  windows: { readonly up: number; readonly down: number },
  history: History,
  now: Instant,
): Stabilized {
  const up = now - seconds(windows.up);
  const down = now - seconds(windows.down);
  const since = (cutoff: number): readonly number[] =>
    history.recommendations.filter(([, at]) => at > cutoff).map(([replicas]) => replicas);
  const lowest = Math.min(desired, ...since(up));
  const highest = Math.max(desired, ...since(down));
  const replicas = Math.min(Math.max(current, lowest), highest);
  const recommendations = recorded(history.recommendations, [desired, now], (at) => at < up && at < down);
  return { replicas, history: { ...history, recommendations } };
}
