/** The addresses that Services are given, of a range like 10.96.0.0/16. */
export interface AddressRange {
  readonly text: string;
  /** Its network's own address. */
  readonly base: string;
  /** How many can be handed out: all but the first and the last. */
  readonly size: number;
  /** The first of them are for explicit use while others are free (P-2). */
  readonly lowerBand: number;
  /** The address at an index from 1 to {@link size}. */
  readonly at: (index: number) => string;
  readonly contains: (address: string) => boolean;
}

/** As in kind. */
export const SERVICE_RANGE = '10.96.0.0/16';

/** Upstream's allocator keeps no larger range. */
const SHORTEST_PREFIX = 12;
const LONGEST_PREFIX = 30;

/** Reads `10.96.0.0/16`; undefined for what is no such range, or too large or too small a one. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = '', bits = ''] = text.split('/');
  const start = numberOf(address);
  const prefix = /^\d{1,2}$/.test(bits) ? Number(bits) : 0;
  if (start === undefined || prefix < SHORTEST_PREFIX || prefix > LONGEST_PREFIX) return undefined;
  const count = 2 ** (32 - prefix);
  const first = start - (start % count);
  const contains = (one: string): boolean => {
    const number = numberOf(one);
    return number !== undefined && number >= first && number < first + count;
  };
  const at = (index: number): string => textOf(first + index);
  const lowerBand = count <= 16 ? 0 : Math.min(Math.max(16, Math.floor(count / 16)), 256);
  return {
    text: `${textOf(first)}/${prefix}`,
    base: textOf(first),
    size: count - 2,
    lowerBand,
    at,
    contains,
  };
}

function numberOf(address: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return undefined;
  const bytes = address.split('.').map(Number);
  return bytes.some((byte) => byte > 255) ? undefined : bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

const textOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
