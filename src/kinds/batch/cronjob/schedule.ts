import { parseGoDuration } from '../../../machinery/duration.ts';
import type { Duration } from '../../../machinery/instant.ts';
import { badRequest, StatusError } from '../../../machinery/status.ts';

/** The values of one field that are meant. `every` marks a star: of two day fields it lets the other decide. */
export interface ScheduleField {
  readonly values: ReadonlySet<number>;
  readonly every: boolean;
}

/** A schedule of five fields, or one that comes back after a fixed time (`@every 5m`). */
export type Schedule =
  | {
      readonly minute: ScheduleField;
      readonly hour: ScheduleField;
      readonly dayOfMonth: ScheduleField;
      readonly month: ScheduleField;
      readonly dayOfWeek: ScheduleField;
      readonly timeZone?: string;
    }
  | { readonly every: Duration };

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads a CronJob's schedule (ParseStandard); throws the words of the cron library that Kubernetes uses. */
export function parseSchedule(text: string): Schedule {
  if (text === '') throw badRequest('empty spec string');
  const zone = /^(?:CRON_)?TZ=(\S*) /.exec(text);
  if (zone === null) return parseFields(text);
  const [whole, timeZone = ''] = zone;
  if (!isTimeZone(timeZone)) {
    throw badRequest(`provided bad location ${timeZone}: unknown time zone ${timeZone}`);
  }
  return { ...parseFields(text.slice(whole.length).trim()), timeZone };
}

/** Whether the name is one of the time zones that are known. */
export function isTimeZone(name: string): boolean {
  if (name === '' || name === 'UTC') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function parseFields(text: string): Schedule {
  if (text.startsWith('@')) return parseDescriptor(text);
  const parts = text.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== FIELDS.length) {
    throw badRequest(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = FIELDS.map((bounds, i) =>
    parseField(parts[i] ?? '', bounds),
  );
  return { minute, hour, dayOfMonth, month, dayOfWeek } as Schedule;
}

const EVERY = '@every ';

function parseDescriptor(text: string): Schedule {
  const known = Object.hasOwn(DESCRIPTORS, text) ? DESCRIPTORS[text] : undefined;
  if (known !== undefined) return parseFields(known);
  if (!text.startsWith(EVERY)) throw badRequest(`unrecognized descriptor: ${text}`);
  try {
    // Waits are cut to whole seconds, and last at least one.
    return {
      every: (Math.max(Math.floor(parseGoDuration(text.slice(EVERY.length)) / 1000), 1) * 1000) as Duration,
    };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw badRequest(`failed to parse duration ${text}: ${error.message}`);
  }
}

function parseField(text: string, bounds: Bounds): ScheduleField {
  const ranges = text
    .split(',')
    .filter((range) => range !== '')
    .map((range) => parseRange(range, bounds));
  return {
    values: new Set(ranges.flatMap(({ values }) => [...values])),
    every: ranges.some(({ every }) => every),
  };
}

function parseRange(text: string, bounds: Bounds): ScheduleField {
  const [range = '', stepText, ...moreSlashes] = text.split('/');
  const [low = '', high, ...moreHyphens] = range.split('-');
  const isStar = low === '*' || low === '?';
  let start = bounds.least;
  let end = bounds.most;
  if (!isStar) {
    start = parseNumber(low, bounds.names);
    end = high === undefined ? start : moreHyphens.length > 0 ? 0 : parseNumber(high, bounds.names);
    if (moreHyphens.length > 0) throw badRequest(`too many hyphens: ${text}`);
  }
  if (moreSlashes.length > 0) throw badRequest(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  if (stepText !== undefined && high === undefined) end = bounds.most;
  checkRange(text, { start, end, step }, bounds);
  const values = new Set<number>();
  for (let value = start; value <= end; value += step) values.add(value);
  return { values, every: isStar && step === 1 };
}

function checkRange(
  text: string,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
  { least, most }: Bounds,
): void {
  if (start < least) throw badRequest(`beginning of range (${start}) below minimum (${least}): ${text}`);
  if (end > most) throw badRequest(`end of range (${end}) above maximum (${most}): ${text}`);
  if (start > end) throw badRequest(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw badRequest(`step of range should be a positive number: ${text}`);
}

function parseNumber(text: string, names?: readonly string[]): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  // Months count from 1, days from 0.
  if (named >= 0) return names === MONTHS ? named + 1 : named;
  if (!/^[+-]?[0-9]+$/.test(text)) {
    const why = `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
    throw badRequest(`failed to parse int from ${text}: ${why}`);
  }
  const number = Number(text);
  if (number < 0) throw badRequest(`negative number (${number}) not allowed: ${text}`);
  return number;
}
