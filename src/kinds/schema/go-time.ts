/** The parts of RFC 3339 as Go's time.Parse reads them: its name for the part, and what it matches. */
const PARTS: readonly (readonly [layout: string, pattern: RegExp])[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d?/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d/],
];
const ZONE = /^(?:Z|[+-]\d\d:\d\d)/;
const LAYOUT = { seconds: '2006-01-02T15:04:05Z07:00', micro: '2006-01-02T15:04:05.000000Z07:00' };

/**
 * A time as the API writes it (UTC; whole seconds, or microseconds). `refuse` is told Go's words
 * for a text that is no such time.
 */
export function parseGoTime(
  text: string,
  precision: 'seconds' | 'micro',
  refuse: (words: string) => never,
): string {
  const about = `parsing time ${JSON.stringify(text)}`;
  const cannot = (rest: string, part: string): never =>
    refuse(
      `${about} as "${LAYOUT[precision]}": cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part)}`,
    );
  let rest = text;
  const found: string[] = [];
  for (const [layout, pattern] of PARTS) {
    const match = pattern.exec(rest)?.[0];
    if (match === undefined) return cannot(rest, layout);
    found.push(match);
    rest = rest.slice(match.length);
  }
  const fraction = /^[.,]\d+/.exec(rest)?.[0] ?? '';
  if (precision === 'micro' && !/^\.\d{6}$/.test(fraction)) return cannot(rest, '.000000');
  rest = rest.slice(fraction.length);
  const zone = ZONE.exec(rest)?.[0];
  if (zone === undefined) return cannot(rest, 'Z07:00');
  if (rest !== zone) return refuse(`${about}: extra text: ${JSON.stringify(rest.slice(zone.length))}`);
  const outOfRange = rangeFault(found);
  if (outOfRange !== undefined) return refuse(`${about}: ${outOfRange} out of range`);
  return shown(
    `${found.slice(0, 6).join('')}${found[6]?.padStart(2, '0')}${found.slice(7).join('')}`,
    fraction,
    zone,
    precision,
  );
}

function rangeFault(found: readonly string[]): string | undefined {
  const [year, , month, , day, , hour, , minute, , second] = found.map(Number);
  if (month === undefined || month < 1 || month > 12) return 'month';
  const lastDay = new Date(Date.UTC(year ?? 0, month, 0)).getUTCDate();
  if (day === undefined || day < 1 || day > lastDay) return 'day';
  if ((hour ?? 0) > 23) return 'hour';
  if ((minute ?? 0) > 59) return 'minute';
  return (second ?? 0) > 59 ? 'second' : undefined;
}

function shown(seconds: string, fraction: string, zone: string, precision: 'seconds' | 'micro'): string {
  const utc = zone === 'Z' ? seconds : new Date(Date.parse(`${seconds}${zone}`)).toISOString().slice(0, 19);
  return precision === 'seconds' ? `${utc}Z` : `${utc}${fraction}Z`;
}
