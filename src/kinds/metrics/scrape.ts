import { after, type Instant, instant, instantOf, seconds } from '../../machinery/instant.ts';
import type { Pod } from '../core/pod/types.ts';

/** How often metrics-server looks at the nodes (--metric-resolution). */
export const SCRAPE = seconds(15);

/** The name under which the metrics API is announced: it is served while this APIService is there. */
export const METRICS_SERVICE = 'v1beta1.metrics.k8s.io';

/** When was looked last: at whole multiples of the interval, so that nothing has to be kept for it. */
export const scrapedAt = (now: Instant): Instant => instant(Math.floor(now / SCRAPE) * SCRAPE);

/** Whether the pod was seen twice by now: what it used is told by two looks. */
export function isMeasured({ status }: Pod, now: Instant): boolean {
  if (status?.phase !== 'Running' || !status.startTime) return false;
  return after(instantOf(status.startTime), SCRAPE) <= scrapedAt(now);
}
