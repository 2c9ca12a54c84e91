import { badRequest } from './status.ts';

/** How a quantity was written, and so how it is shown: `12M`, `12Mi` or `12e6`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An exact number, unscaled * 10^scale, and the form it is shown in (apimachinery's resource.Quantity). */
export interface Quantity {
  readonly unscaled: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
  /** The text it was parsed from, where that already is a canonical form; else ''. */
  readonly text: string;
  /** Whether upstream holds it as a big decimal instead of an int64: the template hash shows the difference. */
  readonly decimal: boolean;
}

export const ZERO: Quantity = { unscaled: 0n, scale: 0, format: 'DecimalSI', text: '0', decimal: false };

const WRONG_FORM =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_SUFFIX = "unable to parse quantity's suffix";
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const DECIMAL_SUFFIX = new Map(Object.entries(DECIMAL).map(([suffix, exponent]) => [exponent, suffix]));
const BINARY_SUFFIX = ['', ...Object.keys(BINARY)];
const NANO = -9;
const MILLI = -3;
const INT64_MOST = 2n ** 63n - 1n;

/** The same few texts are parsed for every pod, so their values are kept. */
const parsed = new Map<string, Quantity>();
const PARSED_MOST = 4096;

/** Reads `100m`, `1.5Gi`, `12e6`; throws upstream's words. */
export function parseQuantity(text: string | number): Quantity {
  const key = typeof text === 'number' ? String(text) : text;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const quantity = parse(key);
  if (parsed.size >= PARSED_MOST) parsed.clear();
  parsed.set(key, quantity);
  return quantity;
}

interface Written {
  readonly negative: boolean;
  /** Digits before and behind the point; leading zeros are dropped. */
  readonly whole: string;
  readonly fraction: string;
  readonly format: QuantityFormat;
  readonly exponent: number;
}

function parse(text: string): Quantity {
  if (text === '') throw badRequest(WRONG_FORM);
  if (text === '0') return ZERO;
  const written = split(text);
  const { negative, whole, fraction, format, exponent } = written;
  const binary = format === 'BinarySI';
  const digits = whole + fraction;
  const scale = (binary ? 0 : exponent) - fraction.length;
  if (!fitsInt64(written) || scale < NANO) return parseBig(written);
  const value = BigInt(digits);
  const shown = binary
    ? exponent % 10 === 0 && (value & 7n) !== 0n
    : scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  const unscaled = binary ? value << BigInt(exponent) : value;
  return {
    unscaled: negative ? -unscaled : unscaled,
    scale,
    format,
    text: shown ? text : '',
    decimal: false,
  };
}

function split(text: string): Written {
  const parts = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (parts === null) throw badRequest(WRONG_FORM);
  const [, sign, digits = '', fraction = '', suffix = ''] = parts;
  const number = { negative: sign === '-', whole: digits === '' ? '0' : digits, fraction };
  const decimal = DECIMAL[suffix];
  if (decimal !== undefined) return { ...number, format: 'DecimalSI', exponent: decimal };
  const binary = BINARY[suffix];
  if (binary !== undefined) return { ...number, format: 'BinarySI', exponent: binary };
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) throw badRequest(WRONG_SUFFIX);
  return { ...number, format: 'DecimalExponent', exponent: Number(suffix.slice(1)) | 0 };
}

/** upstream's estimate of whether the number fits its fast path. */
function fitsInt64({ format, whole, fraction, exponent }: Written): boolean {
  if (format !== 'BinarySI') return whole.length + fraction.length <= 18;
  return fraction === '' && 14 - whole.length - Math.trunc((exponent * 3) / 10) >= 0;
}

/** Big numbers and fractions of binary units: rounded up to nano, held below 2^63 where binary. */
function parseBig({ negative, whole, fraction, format, exponent }: Written): Quantity {
  const binary = format === 'BinarySI';
  const digits = BigInt(whole + fraction);
  let scale = (binary ? 0 : exponent) - fraction.length;
  let unscaled = binary ? digits << BigInt(exponent) : digits;
  if (unscaled !== 0n && scale < NANO) {
    unscaled = rescale(unscaled, scale, NANO);
    scale = NANO;
  }
  if (binary && unscaled > INT64_MOST * pow10(Math.max(0, -scale))) {
    unscaled = INT64_MOST;
    scale = 0;
  }
  const fractional = binary && unscaled > 0n && unscaled < pow10(Math.max(0, -scale));
  return {
    unscaled: negative ? -unscaled : unscaled,
    scale,
    format: fractional ? 'DecimalSI' : format,
    text: '',
    decimal: true,
  };
}

const POWERS = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent));
const pow10 = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent);

/** The unscaled value at another scale; what is cut off is rounded away from zero. */
function rescale(unscaled: bigint, scale: number, wanted: number): bigint {
  if (scale >= wanted) return unscaled * pow10(scale - wanted);
  const divisor = pow10(wanted - scale);
  const rest = unscaled % divisor;
  const quotient = unscaled / divisor;
  return rest === 0n ? quotient : rest > 0n ? quotient + 1n : quotient - 1n;
}

/** A quantity of a plain number, as a controller makes one. */
export function quantityOf(
  count: number | bigint,
  format: QuantityFormat = 'DecimalSI',
  scale = 0,
): Quantity {
  return { unscaled: BigInt(count), scale, format, text: '', decimal: false };
}

/** The quantity as it is shown: `1536Mi`, `1500m`. */
export function formatQuantity(quantity: Quantity): string {
  const { text, unscaled, scale } = quantity;
  if (text !== '') return text;
  if (unscaled === 0n) return '0';
  if (quantity.format === 'BinarySI') {
    const whole = rescale(unscaled, scale, 0);
    const exact = scale >= 0 || whole * pow10(-scale) === unscaled;
    if (exact && (whole >= 1024n || whole <= -1024n)) return formatBinary(whole);
    return formatDecimal(unscaled, scale, 'DecimalSI');
  }
  return formatDecimal(unscaled, scale, quantity.format);
}

function formatBinary(whole: bigint): string {
  let rest = whole;
  let times = 0;
  while (rest % 1024n === 0n) {
    rest /= 1024n;
    times++;
  }
  return `${rest}${BINARY_SUFFIX[times] ?? ''}`;
}

/** Exponents come in threes. Above exa upstream finds no suffix and shows none. */
function formatDecimal(unscaled: bigint, scale: number, format: QuantityFormat): string {
  const digits = unscaled.toString();
  const significant = digits.replace(/0+$/, '');
  const exponent = scale + digits.length - significant.length;
  const extra = ((exponent % 3) + 3) % 3;
  const third = exponent - extra;
  const number = significant + '0'.repeat(extra);
  if (format === 'DecimalExponent') return third === 0 ? number : `${number}e${third}`;
  return number + (DECIMAL_SUFFIX.get(third) ?? '');
}

const canonical = new Map<string, string>();

/** The text that decoding and encoding a quantity gives: `1024Mi` becomes `1Gi`. */
export function canonicalQuantity(text: string | number): string {
  const key = String(text).trim();
  const known = canonical.get(key);
  if (known !== undefined) return known;
  const shown = formatQuantity(parseQuantity(key));
  if (canonical.size >= PARSED_MOST) canonical.clear();
  canonical.set(key, shown);
  return shown;
}

/** What the API server stores in a resource list: as {@link canonicalQuantity}, rounded up to milli. */
export function storedQuantity(text: string | number): string {
  const key = String(text).trim();
  const quantity = parseQuantity(key);
  return quantity.scale < MILLI ? formatQuantity(roundUp(quantity, MILLI)) : canonicalQuantity(key);
}

/** Rounded away from zero to a multiple of 10^scale. */
export function roundUp(quantity: Quantity, scale: number): Quantity {
  if (quantity.scale >= scale) return quantity;
  return { ...quantity, unscaled: rescale(quantity.unscaled, quantity.scale, scale), scale, text: '' };
}

const isInt64 = (value: bigint): boolean => value <= INT64_MOST && value >= -INT64_MOST - 1n;

export function addQuantity(a: Quantity, b: Quantity): Quantity {
  // A sum that starts at nothing takes the form of what is added to it.
  if (a.unscaled === 0n) return { ...b, decimal: a.decimal || b.decimal, text: '' };
  if (b.unscaled === 0n) return { ...a, decimal: a.decimal || b.decimal, text: '' };
  const scale = Math.min(a.scale, b.scale);
  const unscaled = rescale(a.unscaled, a.scale, scale) + rescale(b.unscaled, b.scale, scale);
  return {
    unscaled,
    scale,
    format: a.format,
    text: '',
    decimal: a.decimal || b.decimal || !isInt64(unscaled),
  };
}

export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return addQuantity(a, negateQuantity(b));
}

export function negateQuantity(quantity: Quantity): Quantity {
  return { ...quantity, unscaled: -quantity.unscaled, text: '' };
}

/** -1, 0 or 1. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  if (a.scale === b.scale) return compare(a.unscaled, b.unscaled);
  const sign = quantitySign(a);
  if (sign !== quantitySign(b) || sign === 0) return compare(BigInt(sign), BigInt(quantitySign(b)));
  const distance = a.scale - b.scale;
  // Numbers such as 1e999999999 must not be written out only to be compared.
  if (Math.abs(distance) > 400) return Math.sign(magnitude(a) - magnitude(b)) * sign;
  const scale = Math.min(a.scale, b.scale);
  return compare(rescale(a.unscaled, a.scale, scale), rescale(b.unscaled, b.scale, scale));
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
const magnitude = (quantity: Quantity): number => quantity.unscaled.toString().length + quantity.scale;

export const quantitySign = ({ unscaled }: Quantity): -1 | 0 | 1 =>
  unscaled === 0n ? 0 : unscaled > 0n ? 1 : -1;
export const isZeroQuantity = ({ unscaled }: Quantity): boolean => unscaled === 0n;

/** The number of thousandths, rounded up: CPU as the scheduler counts it. */
export const milliValue = (quantity: Quantity): number => scaledNumber(quantity, MILLI);

/** The whole number, rounded up: bytes of memory. */
export const value = (quantity: Quantity): number => scaledNumber(quantity, 0);

/** How many 10^scale the quantity holds, rounded up. */
export function scaledNumber(quantity: Quantity, scale: number): number {
  const number = Number(quantity.unscaled);
  const up = quantity.scale - scale;
  if (up === 0) return number;
  // Whole numbers below 2^53 multiply exactly; all else takes the exact way.
  if (up > 0 && up <= 15) {
    const product = number * 10 ** up;
    if (Number.isSafeInteger(product)) return product;
  }
  return Number(scaledInteger(quantity, scale));
}

/** As {@link scaledNumber}, exact beyond 2^53. */
export function scaledInteger(quantity: Quantity, scale: number): bigint {
  return rescale(quantity.unscaled, quantity.scale, scale);
}
