import { type Duration, type Instant, instantOf, type MicroTime, type Time } from './instant.ts';
import { badRequest } from './status.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A length of time in two or three significant figures, as tables show ages (apimachinery's HumanDuration). */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND);
  // Up to two seconds of the future are the clock skew of a real cluster.
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(ms / MINUTE);
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(ms / HOUR);
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 192) return pair(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  return hours < 24 * 365 * 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`;
}

/** As {@link humanDuration} in one unit (apimachinery's ShortHumanDuration). */
export function shortHumanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.trunc(ms / MINUTE);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.trunc(ms / HOUR);
  if (hours < 24) return `${hours}h`;
  return hours < 24 * 365 ? `${Math.trunc(hours / 24)}d` : `${Math.trunc(hours / 24 / 365)}y`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/** The AGE cell: how long ago the time was, `<unknown>` where there is none. */
export function ageSince(time: Time | MicroTime | undefined, now: Instant): string {
  return time === undefined ? '<unknown>' : humanDuration(now - instantOf(time));
}

const UNIT_MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['\u00b5s', 1e-3],
  ['\u03bcs', 1e-3],
  ['ms', 1],
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
]);
/** Go's int64 of nanoseconds ends at about 292 years. */
const LONGEST = 2 ** 63 / 1e6;

/** Reads `1h30m`, `1.5s`, `-2m` as Go's time.ParseDuration does; throws its words. */
export function parseGoDuration(text: string): Duration {
  const quoted = JSON.stringify(text);
  const invalid = (): Error => badRequest(`time: invalid duration ${quoted}`);
  const [sign, rest] = text.startsWith('-') ? [-1, text.slice(1)] : [1, text.replace(/^\+/, '')];
  if (rest === '0') return 0 as Duration;
  if (rest === '') throw invalid();
  let length = 0;
  let at = 0;
  while (at < rest.length) {
    const part = /^([0-9]*)(?:\.([0-9]*))?([^0-9.]*)/.exec(rest.slice(at));
    const [whole = '', integer = '', fraction = '', unit = ''] = part ?? [];
    if (integer === '' && fraction === '') throw invalid();
    if (unit === '') throw badRequest(`time: missing unit in duration ${quoted}`);
    const scale = UNIT_MILLISECONDS.get(unit);
    if (scale === undefined)
      throw badRequest(`time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`);
    const nanoseconds = Math.trunc(Math.round(Number(`0.${fraction}0`) * scale * 1e9) / 1e3);
    length += Number(integer) * scale + nanoseconds / 1e6;
    if (length >= LONGEST) throw invalid();
    at += whole.length;
  }
  return (sign * length + 0) as Duration;
}

/** Go's Duration.String(): `1h0m0s`, `1.5s`, `100ms`, `0s`. */
export function formatGoDuration(length: Duration | number): string {
  const sign = length < 0 ? '-' : '';
  const rest = Math.abs(length);
  const nanoseconds = Math.round((rest % MINUTE) * 1e6);
  if (rest < SECOND) return sign + formatPartOfSecond(nanoseconds);
  const seconds = decimal(nanoseconds, 9);
  const minutes = Math.floor(rest / MINUTE);
  if (minutes === 0) return `${sign}${seconds}s`;
  const hours = Math.floor(minutes / 60);
  return `${sign}${hours === 0 ? '' : `${hours}h`}${minutes % 60}m${seconds}s`;
}

function formatPartOfSecond(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  if (nanoseconds < 1e3) return `${nanoseconds}ns`;
  return nanoseconds < 1e6 ? `${decimal(nanoseconds, 3)}\u00b5s` : `${decimal(nanoseconds, 6)}ms`;
}

/** count / 10^places without trailing zeros. */
function decimal(count: number, places: number): string {
  const digits = String(count).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Go's RFC1123Z in UTC, as describe shows times: `Fri, 20 Nov 2026 23:26:22 +0000`. */
export function formatRfc1123(time: Time | MicroTime | string): string {
  const date = new Date(instantOf(time));
  const two = (count: number): string => String(count).padStart(2, '0');
  const day = `${WEEKDAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
