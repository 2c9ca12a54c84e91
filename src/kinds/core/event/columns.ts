import { ageSince } from '../../../machinery/duration.ts';
import type { Instant, MicroTime, Time } from '../../../machinery/instant.ts';
import { column, wideColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { Event } from './types.ts';

export const columns: readonly Column<Event>[] = [
  column('Last Seen', lastSeen),
  column('Type', ({ type }) => type ?? ''),
  column('Reason', ({ reason }) => reason ?? ''),
  column('Object', objectCell),
  wideColumn('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
  wideColumn('Source', sourceCell),
  column('Message', ({ message }) => (message ?? '').trim()),
  wideColumn('First Seen', firstSeen),
  wideColumn('Count', countCell),
  { ...wideColumn('Name', ({ metadata }) => metadata.name), format: 'name' },
];

const age = (time: Time | MicroTime | null | undefined, now: Instant): string =>
  ageSince(time ?? undefined, now);

function firstSeen({ firstTimestamp, eventTime }: Event, now: Instant): string {
  return age(firstTimestamp ?? eventTime, now);
}

function lastSeen(event: Event, now: Instant): string {
  if (event.series !== undefined) return age(event.series.lastObservedTime, now);
  return event.lastTimestamp ? age(event.lastTimestamp, now) : firstSeen(event, now);
}

/** Events of the newer API carry no count while they stand alone. */
function countCell({ series, count }: Event): number {
  return series === undefined ? count || 1 : (series.count ?? 0);
}

function objectCell({ involvedObject: { kind = '', name } }: Event): string {
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

function sourceCell({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || '';
  const instance = source?.host || reportingInstance;
  return instance ? `${component}, ${instance}` : component;
}
