import type { Fields } from '../../machinery/json.ts';
import { compileJsonPath, relaxedJsonPath } from '../../machinery/json-path.ts';
import { compareQuantity, parseQuantity, type Quantity } from '../../machinery/quantity.ts';
import { CommandError } from '../command.ts';
import { asError } from '../errors.ts';
import type { Table } from '../resources/object.ts';
import { goSorted } from './go-sort.ts';

/** The items in the order of a field of theirs (`--sort-by`); those without it come first. */
export function sortedBy<T>(
  items: readonly T[],
  field: string,
  objectOf: (item: T) => Fields | undefined,
): readonly T[] {
  const path = expressionOf(field);
  const values = valuesOf(path, items.map(objectOf));
  if (items.length > 0 && values.every((value) => value === undefined)) {
    throw new CommandError(
      `couldn't find any field with path ${JSON.stringify(path)} in the list of objects`,
    );
  }
  const order = items.map((_, i) => i);
  return goSorted(order, (a, b) => compareValues(values[a], values[b]) < 0).flatMap((i) => {
    const item = items[i];
    return item === undefined ? [] : [item];
  });
}

/** A table with its rows in the order of a field of the objects behind them. */
export function sortedRows<T extends Table>(table: T, field: string): T {
  return { ...table, rows: sortedBy(table.rows, field, ({ object }) => object ?? undefined) };
}

/** Where kubectl finds the shorthand unreadable it takes the text as it stands. */
function expressionOf(field: string): string {
  try {
    return relaxedJsonPath(field);
  } catch {
    return field;
  }
}

function valuesOf(path: string, objects: readonly (Fields | undefined)[]): readonly unknown[] {
  try {
    const compiled = compileJsonPath(path, { allowMissingKeys: true });
    return objects.map((object) => compiled.find(object)[0]?.[0]);
  } catch (error) {
    throw new CommandError(`sorting error: ${asError(error).message}`);
  }
}

/** What is missing sorts first; numbers by size, quantities by amount where both are, all else as text. */
function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || a === null || b === undefined || b === null) {
    return Number(a !== undefined && a !== null) - Number(b !== undefined && b !== null);
  }
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  const amounts = [quantity(left), quantity(right)];
  if (amounts[0] !== undefined && amounts[1] !== undefined) return compareQuantity(amounts[0], amounts[1]);
  return left < right ? -1 : left > right ? 1 : 0;
}

function quantity(text: string): Quantity | undefined {
  try {
    return parseQuantity(text);
  } catch {
    return undefined;
  }
}
