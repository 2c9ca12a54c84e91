import { after, type Instant, instant, instantOf, seconds } from '../../machinery/instant.ts';
import type { APIService } from '../apiregistration/apiservice/types.ts';
import type { Pod } from '../core/pod/types.ts';

/** How often metrics-server looks at the nodes (--metric-resolution). */
export const SCRAPE = seconds(15);

/** The name under which the metrics API is announced: it is served while this APIService is available. */
export const METRICS_SERVICE = 'v1beta1.metrics.k8s.io';

/** How the metrics API answers: not at all, or only that whoever should answer cannot be reached. */
export function metricsApi(service: APIService | undefined): 'served' | 'unavailable' | 'not there' {
  if (service === undefined) return 'not there';
  const available = service.status?.conditions?.find(({ type }) => type === 'Available');
  return available?.status === 'True' ? 'served' : 'unavailable';
}

/** When was looked last: at whole multiples of the interval, so that nothing has to be kept for it. */
export const scrapedAt = (now: Instant): Instant => instant(Math.floor(now / SCRAPE) * SCRAPE);

/** Whether the pod was seen twice by now: what it used is told by two looks. */
export function isMeasured({ status }: Pod, now: Instant): boolean {
  if (status?.phase !== 'Running' || !status.startTime) return false;
  return after(instantOf(status.startTime), SCRAPE) <= scrapedAt(now);
}
