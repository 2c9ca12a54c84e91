import { formatQuantity, type QuantityFormat, quantityOf } from '../../machinery/quantity.ts';
import type { Amounts } from './usage.ts';

/** What the metrics API measures, and how its amounts are written. */
const FORMATS: Readonly<Record<string, QuantityFormat>> = { cpu: 'DecimalSI', memory: 'BinarySI' };

export interface Usage {
  readonly cpu?: string;
  readonly memory?: string;
}

/** Thousandths as quantities: other metrics than those of resources are not told. */
export function resourceList(amounts: Amounts): Usage {
  const shown = Object.entries(FORMATS).flatMap(([name, format]) => {
    const milli = amounts.get(name);
    if (milli === undefined) return [];
    const quantity =
      format === 'BinarySI' ? quantityOf(Math.floor(milli / 1000), format) : quantityOf(milli, format, -3);
    return [[name, formatQuantity(quantity)] as const];
  });
  return Object.fromEntries(shown);
}

export function sumOf(all: Iterable<Amounts>): Amounts {
  const sum = new Map<string, number>();
  for (const amounts of all)
    for (const [name, amount] of amounts) sum.set(name, (sum.get(name) ?? 0) + amount);
  return sum;
}
