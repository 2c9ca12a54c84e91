import type { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontalpodautoscaler/types.ts';
import { condition } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { isMeasured, SCRAPE, scrapedAt } from '../../kinds/metrics/scrape.ts';
import { after, type Instant, instantOf, minutes, seconds } from '../../machinery/instant.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { DOWNSCALE_WINDOW } from './stabilization.ts';
import type { Synced } from './sync.ts';

const INITIALIZATION = minutes(5);

/**
 * Whether the next looks can only find what this one found, until something changes that the controller is told of: a
 * month in which nothing happens is then not looked at two hundred thousand times.
 */
export function isAtRest(autoscaler: HorizontalPodAutoscaler, synced: Synced, now: Instant): boolean {
  const { fault, moves, recommended, history } = synced;
  if (fault !== undefined || moves || recommended === undefined) return false;
  if (!isTold(autoscaler, synced, now)) return false;
  const window = longestWindow(autoscaler);
  const recent = history.recommendations.filter(([, at]) => at >= now - window);
  return (
    recent.every(([replicas]) => replicas === recommended) &&
    [...history.ups, ...history.downs].every(([, at]) => at < now - window)
  );
}

/** Whether every change that matters comes with a word, and none with time alone. */
export function isTold({ spec }: HorizontalPodAutoscaler, { target }: Synced, now: Instant): boolean {
  // What is measured at other objects changes without a word.
  if (spec.metrics.some(({ type }) => type === 'Object' || type === 'External')) return false;
  return (target?.pods ?? []).every((pod) => isSettled(pod, now));
}

function longestWindow({ spec: { behavior } }: HorizontalPodAutoscaler): number {
  const rules = [behavior?.scaleUp, behavior?.scaleDown];
  const lengths = rules.flatMap((rule) => [
    rule?.stabilizationWindowSeconds ?? 0,
    ...(rule?.policies ?? []).map(({ periodSeconds }) => periodSeconds),
  ]);
  return Math.max(DOWNSCALE_WINDOW, seconds(Math.max(...lengths)));
}

/** Whether time alone changes nothing of what the pod counts for (groups.ts). */
function isSettled(pod: Pod, now: Instant): boolean {
  if (isTerminating(pod) || pod.status?.phase !== 'Running') return true;
  if (!isMeasured(pod, now) || !pod.status.startTime) return false;
  if (after(instantOf(pod.status.startTime), INITIALIZATION) <= now) return true;
  const ready = condition(pod.status, 'Ready');
  if (ready?.status !== 'True' || !ready.lastTransitionTime) return false;
  return scrapedAt(now) >= after(instantOf(ready.lastTransitionTime), SCRAPE);
}
