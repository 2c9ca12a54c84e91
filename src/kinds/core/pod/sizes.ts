import { compareQuantity, parseQuantity, ZERO } from '../../../machinery/quantity.ts';
import type { ResourceRequirements } from './types.ts';

/** What can change of a container while it runs. */
const SIZES: readonly string[] = ['cpu', 'memory'];

/** Whether both ask for, and are limited to, as much of the resources. */
export function equalAmounts(
  a: ResourceRequirements | undefined,
  b: ResourceRequirements | undefined,
  names: readonly string[] = SIZES,
): boolean {
  return (['requests', 'limits'] as const).every((part) =>
    names.every((name) => isEqual(a?.[part]?.[name], b?.[part]?.[name])),
  );
}

function isEqual(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  const read = (text: string | undefined) => (text === undefined ? ZERO : parseQuantity(text));
  return compareQuantity(read(a), read(b)) === 0;
}
