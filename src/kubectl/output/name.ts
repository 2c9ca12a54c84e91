import type { Fields } from '../../machinery/json.ts';
import { type AnyObject, displayName, isList } from '../resources/object.ts';
import { itemsOf } from '../resources/visiting.ts';

/** `deployment.apps/web scaled`, one line an object; without an operation just the names (`-o name`). */
export function nameLines(object: AnyObject, operation: string): string {
  if (isList(object))
    return itemsOf(object)
      .map((item) => nameLines(item, operation))
      .join('');
  return `${displayName(object)}${operation === '' ? '' : ` ${operation}`}\n`;
}

/** The object without managedFields; lists lose them item by item. */
export function withoutManagedFields<T extends Fields>(object: T): T {
  if (isList(object)) return { ...object, items: object.items.map(withoutManagedFields) };
  const metadata = object['metadata'];
  if (typeof metadata !== 'object' || metadata === null || !('managedFields' in metadata)) return object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}
