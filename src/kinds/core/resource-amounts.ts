import {
  addQuantity,
  compareQuantity,
  formatQuantity,
  isZeroQuantity,
  parseQuantity,
  type Quantity,
  quantitySign,
  subtractQuantity,
  ZERO,
} from '../../machinery/quantity.ts';
import type { ResourceList } from './pod/types.ts';

/** How much of what, by a quota's names: `pods`, `requests.cpu`, `count/secrets`. */
export type Amounts = ReadonlyMap<string, Quantity>;

export const NONE: Amounts = new Map();
export const ONE: Quantity = parseQuantity('1');

export const amountsOf = (list: ResourceList = {}): Amounts =>
  new Map(Object.entries(list).map(([name, text]) => [name, parseQuantity(text)]));

export function listOf(amounts: Amounts): ResourceList {
  return Object.fromEntries([...amounts].map(([name, quantity]) => [name, formatQuantity(quantity)]));
}

export const sum = (a: Amounts, b: Amounts): Amounts =>
  joined(a, b, (x = ZERO, y = ZERO) => addQuantity(x, y));

/** The sum of many, of those names alone: each of them is in it, be it 0. */
export function totalOf(names: readonly string[], parts: Iterable<Amounts>): Amounts {
  const totals = new Map(names.map((name) => [name, ZERO]));
  for (const part of parts) {
    for (const name of names) {
      const more = part.get(name);
      if (more !== undefined) totals.set(name, addQuantity(totals.get(name) ?? ZERO, more));
    }
  }
  return totals;
}

export const largest = (a: Amounts, b: Amounts): Amounts =>
  joined(a, b, (x = ZERO, y = ZERO) => (compareQuantity(x, y) < 0 ? y : x));

/** What is more in `a` than in `b`; nothing is less than nothing. */
export function increase(a: Amounts, b: Amounts): Amounts {
  return joined(a, b, (x = ZERO, y = ZERO) => {
    const difference = subtractQuantity(x, y);
    return quantitySign(difference) < 0 ? ZERO : difference;
  });
}

export function only(amounts: Amounts, isWanted: (name: string) => boolean): Amounts {
  return new Map([...amounts].filter(([name]) => isWanted(name)));
}

export const withoutZeros = (amounts: Amounts): Amounts =>
  new Map([...amounts].filter(([, quantity]) => !isZeroQuantity(quantity)));

/** `pods=1,requests.cpu=500m`, as refusals write it. */
export function shown(amounts: Amounts): string {
  return [...amounts.keys()]
    .sort()
    .map((name) => `${name}=${formatQuantity(amounts.get(name) ?? ZERO)}`)
    .join(',');
}

function joined(
  a: Amounts,
  b: Amounts,
  join: (x: Quantity | undefined, y: Quantity | undefined) => Quantity,
): Amounts {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map([...names].map((name) => [name, join(a.get(name), b.get(name))]));
}
