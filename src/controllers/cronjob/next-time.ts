import type { Schedule, ScheduleField } from '../../kinds/batch/cronjob/schedule.ts';
import { after, type Instant, instant, minutes } from '../../machinery/instant.ts';
import { startOfDay, type WallTime, wallTime } from '../../machinery/time-zone.ts';

type Fields = Exclude<Schedule, { readonly every: unknown }>;

const MINUTE = minutes(1);
/** A schedule that does not come within so many years never comes: 30 February (robfig/cron). */
const YEARS_MOST = 5;

/** A look asks for the same few times again and again. */
const known = new WeakMap<Schedule, Map<Instant, Instant | undefined>>();
const KNOWN_MOST = 16;

/** The first time of the schedule after the given one, by the clocks of its zone; undefined when there is none (C-1). */
export function nextTime(schedule: Schedule, from: Instant): Instant | undefined {
  const times = known.get(schedule) ?? new Map<Instant, Instant | undefined>();
  if (times.has(from)) return times.get(from);
  if (times.size === 0) known.set(schedule, times);
  else if (times.size >= KNOWN_MOST) times.clear();
  const next = findNextTime(schedule, from);
  times.set(from, next);
  return next;
}

function findNextTime(schedule: Schedule, from: Instant): Instant | undefined {
  // Fractions of a second are dropped first.
  if ('every' in schedule) return after(instant(Math.floor(from / 1000) * 1000), schedule.every);
  const { timeZone = 'UTC' } = schedule;
  const lastYear = wallTime(timeZone, from).year + YEARS_MOST;
  let at = instant((Math.floor(from / MINUTE) + 1) * MINUTE);
  for (;;) {
    const wall = wallTime(timeZone, at);
    if (wall.year > lastYear) return undefined;
    const later = laterStart(schedule, timeZone, wall, at);
    if (later === undefined) return at;
    at = later;
  }
}

/** Where to look next when the time is none of the schedule's. */
function laterStart(schedule: Fields, zone: string, wall: WallTime, at: Instant): Instant | undefined {
  const { year, month, day, hour, minute } = wall;
  if (!schedule.month.values.has(month)) return startOfDay(zone, year, month + 1, 1);
  if (!isDay(schedule, wall)) return startOfDay(zone, year, month, day + 1);
  const hourEnd = instant(at + (60 - minute) * MINUTE);
  if (!schedule.hour.values.has(hour)) return hourEnd;
  if (schedule.minute.values.has(minute)) return undefined;
  const next = firstFrom(schedule.minute, minute);
  return next === undefined ? hourEnd : instant(at + (next - minute) * MINUTE);
}

/** Where both day fields say something either will do; a star leaves it to the other. */
function isDay({ dayOfMonth, dayOfWeek }: Fields, { day, weekday }: WallTime): boolean {
  const isDate = dayOfMonth.values.has(day);
  const isWeekday = dayOfWeek.values.has(weekday);
  return dayOfMonth.every || dayOfWeek.every ? isDate && isWeekday : isDate || isWeekday;
}

function firstFrom({ values }: ScheduleField, least: number): number | undefined {
  for (let value = least; value < 60; value++) if (values.has(value)) return value;
  return undefined;
}
