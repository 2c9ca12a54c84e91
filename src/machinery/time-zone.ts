import { type Duration, type Instant, instant, minutes } from './instant.ts';

/** What a clock on the wall shows; months count from 1, days of the week from Sunday, which is 0. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
}

const UTC = 'UTC';
/** Clocks are only ever changed at whole quarters of an hour. */
const QUARTER = minutes(15);
/** Asked for over and over are now and the days around it. */
const REMEMBERED_MOST = 256;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, Duration>;
}

const zones = new Map<string, Zone>();

/** How far the zone's clocks are ahead of UTC; throws RangeError for a zone that is unknown. */
export function zoneOffset(zone: string, at: Instant): Duration {
  if (zone === UTC || zone === '') return 0 as Duration;
  const { format, offsets } = zoneOf(zone);
  const quarter = Math.floor(at / QUARTER);
  const known = offsets.get(quarter);
  if (known !== undefined) return known;
  if (offsets.size >= REMEMBERED_MOST) offsets.clear();
  const start = quarter * QUARTER;
  const offset = (shown(format, start) - start) as Duration;
  offsets.set(quarter, offset);
  return offset;
}

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone = { format, offsets: new Map<number, Duration>() };
  zones.set(name, zone);
  return zone;
}

/** What the zone's clock shows, as if it were UTC. */
function shown(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** What clocks in the zone show. */
export function wallTime(zone: string, at: Instant): WallTime {
  const date = new Date(at + zoneOffset(zone, at));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    weekday: date.getUTCDay(),
  };
}

/** When the day begins in the zone: at midnight, or when clocks first show the day where they jump over midnight. */
export function startOfDay(zone: string, year: number, month: number, day: number): Instant {
  const midnight = Date.UTC(year, month - 1, day);
  const before = zoneOffset(zone, instant(midnight - zoneOffset(zone, instant(midnight)) - minutes(360)));
  const early = instant(midnight - before);
  if (early + zoneOffset(zone, early) >= midnight) return early;
  return instant(midnight - zoneOffset(zone, early));
}

/** RFC 3339 with the zone's offset, in whole seconds: `2026-01-05T10:00:00+01:00`. */
export function zonedTimeText(zone: string, at: Instant): string {
  const offset = zoneOffset(zone, at);
  const local = new Date(Math.floor(at / 1000) * 1000 + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${local}Z`;
  const length = Math.abs(offset) / minutes(1);
  const digits = (count: number): string => String(Math.floor(count)).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${digits(length / 60)}:${digits(length % 60)}`;
}
