import { badRequest } from './status.ts';

/** A whole number, or a percentage such as `25%` (and for ports: a name). */
export type IntOrString = number | string;

const INT32_LEAST = -(2 ** 31);
const INT32_MOST = 2 ** 31 - 1;

/** What an integer is by itself and a percentage of `total` (C-15); throws for any other text. */
export function scaledValue(value: IntOrString, total: number, rounding: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  if (!value.endsWith('%')) {
    throw badRequest('invalid value for IntOrString: invalid type: string is not a percentage');
  }
  const digits = value.slice(0, -1);
  if (!/^[+-]?[0-9]+$/.test(digits)) {
    const why = `strconv.Atoi: parsing ${JSON.stringify(digits)}: invalid syntax`;
    throw badRequest(`invalid value for IntOrString: invalid value ${JSON.stringify(value)}: ${why}`);
  }
  const exact = (Number(digits) * total) / 100;
  // Adding 0 turns -0 into 0.
  return (rounding === 'up' ? Math.ceil(exact) : Math.floor(exact)) + 0;
}

/** How a flag's text is read: a 32-bit integer where it is one, else the text itself. */
export function parseIntOrString(text: string): IntOrString {
  if (!/^[+-]?[0-9]+$/.test(text)) return text;
  const number = Number(text);
  return number >= INT32_LEAST && number <= INT32_MOST ? number + 0 : text;
}

/** Go's IntValue(): text that is no integer counts as 0. */
export function intValue(value: IntOrString): number {
  if (typeof value === 'number') return value;
  return /^[+-]?[0-9]+$/.test(value) ? Number(value) : 0;
}

export const isPercentage = (value: IntOrString): boolean =>
  typeof value === 'string' && /^[0-9]+%$/.test(value);
