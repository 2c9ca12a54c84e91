import { isFields } from '../json.ts';
import type { ListSchema } from './merge-schema.ts';
import { keyElement, type PathElement, valueElement } from './path-element.ts';

/** How an item of a set or keyed list is named; a text where it cannot be. */
export function elementOf(
  schema: ListSchema,
  item: unknown,
): { readonly element: PathElement } | { readonly fault: string } {
  if (schema.relation !== 'map') return setElement(item);
  if (item === null || item === undefined)
    return { fault: 'associative list with keys may not have a null element' };
  if (!isFields(item)) return { fault: 'associative list with keys may not have non-map elements' };
  const values: unknown[] = [];
  for (const key of schema.keys) {
    const value = item[key] ?? keyWhenAbsent(schema, key);
    if (value === undefined)
      return {
        fault: `associative list with keys has an element that omits key field ${JSON.stringify(key)} (and doesn't have default value)`,
      };
    values.push(value);
  }
  return { element: keyElement(schema.keys, values) };
}

function keyWhenAbsent({ element }: ListSchema, key: string): unknown {
  return element.form === 'map' ? element.field(key)?.whenAbsent : undefined;
}

function setElement(item: unknown): { readonly element: PathElement } | { readonly fault: string } {
  if (Array.isArray(item)) return { fault: 'not supported: associative list with lists as elements' };
  if (item === null || item === undefined)
    return { fault: "associative list without keys has an element that's an explicit null" };
  if (typeof item === 'object')
    return { fault: "associative list without keys has an element that's a map type" };
  return { element: valueElement(item) };
}

/** Items by their elements, in the list's order; those that cannot be named are left out. */
export function itemsByElement(schema: ListSchema, items: readonly unknown[]): Map<PathElement, unknown[]> {
  const found = new Map<PathElement, unknown[]>();
  for (const item of items) {
    const named = elementOf(schema, item);
    if (!('element' in named)) continue;
    const same = found.get(named.element);
    if (same === undefined) found.set(named.element, [item]);
    else same.push(item);
  }
  return found;
}
