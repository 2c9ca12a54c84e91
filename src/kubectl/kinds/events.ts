import type { Event } from '../../kinds/core/event/types.ts';
import { type Instant, instantOf } from '../../machinery/instant.ts';
import { goSorted } from '../output/go-sort.ts';
import { type Page, since } from './page.ts';

/** The last block of most descriptions; nothing at all when events were not asked for. */
export function describeEvents(page: Page, events: readonly Event[] | undefined, now: Instant): void {
  if (events === undefined) return;
  if (events.length === 0) {
    page.line(0, 'Events:\t<none>');
    return;
  }
  page.write(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n');
  page.line(1, '----\t------\t----\t----\t-------');
  for (const event of goSorted(events, (a, b) => lastSeen(a) < lastSeen(b))) {
    const source = event.source?.component ?? event.reportingComponent ?? '';
    const message = (event.message ?? '').trim();
    page.line(
      1,
      `${event.type ?? ''}\t${event.reason ?? ''}\t${eventAge(event, now)}\t${source}\t${message}`,
    );
  }
}

/** kubectl orders by lastTimestamp alone; events of the newer API have none and come first. */
function lastSeen({ lastTimestamp }: Event): number {
  return typeof lastTimestamp === 'string' ? instantOf(lastTimestamp) : Number.NEGATIVE_INFINITY;
}

/** `46s`, or `4s (x3 over 34s)` when it happened more than once. */
export function eventAge(event: Event, now: Instant): string {
  const first = since(event.eventTime ?? event.firstTimestamp, now);
  if (event.series !== undefined && event.series !== null) {
    return `${since(event.series.lastObservedTime, now)} (x${event.series.count} over ${first})`;
  }
  const count = event.count ?? 0;
  return count > 1 ? `${since(event.lastTimestamp, now)} (x${count} over ${first})` : first;
}
