/** A number as Go's strconv.FormatFloat(f, 'g', -1, 64) writes it: `1.5`, `1e+21`, `1.23456789e+07`. */
export function formatShortestFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < EXPONENT_THRESHOLD) return plainDecimal(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** strconv: "if precision was the shortest possible, use precision 6 for this decision". */
const EXPONENT_THRESHOLD = 6;

/** A whole number as Go prints an int64, any other one as a float64. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < INT64_END
    ? BigInt(value).toString()
    : formatShortestFloat(value);
}

const INT64_END = 2 ** 63;

/** Within six digits before and four zeros behind the point JavaScript writes no exponent either. */
function plainDecimal(value: number): string {
  return String(value);
}

/** As Go's %.Nf: exact halves go to the even digit, where JavaScript's toFixed takes the larger one. */
export function formatFixed(value: number, places: number): string {
  const rounded = value.toFixed(places);
  const [digits = '', rest = ''] = splitAt(value.toFixed(Math.min(100, places + 55)), places);
  const half = /^50*$/.test(rest) && /[02468]$/.test(digits);
  return half ? digits : rounded;
}

/** The text up to so many places behind the point, and the digits after. */
function splitAt(text: string, places: number): readonly [string, string] {
  const point = text.indexOf('.');
  if (point < 0) return [text, ''];
  const end = places === 0 ? point : point + 1 + places;
  return [text.slice(0, end), text.slice(point + 1 + places)];
}
