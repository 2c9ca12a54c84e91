import type { Fields } from '../../machinery/json.ts';
import type { AnyObject } from '../resources/object.ts';

/** ObjectMeta's fields as the struct has them. */
const METADATA = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

/** The object as Go writes a struct in JSON: its type first, metadata in the order of their fields; the rest as it stands. */
export function inGoOrder(object: AnyObject): AnyObject {
  const { kind, apiVersion, metadata, ...rest } = object;
  return { kind, apiVersion, metadata: fieldsInOrder(metadata ?? {}, METADATA), ...rest } as AnyObject;
}

/** The fields that `order` names, in its order, then all others. */
export function fieldsInOrder<T extends object>(value: T, order: readonly string[]): T {
  const fields: Fields = Object.fromEntries(Object.entries(value));
  const named = order.filter((field) => field in fields).map((field) => [field, fields[field]] as const);
  return { ...Object.fromEntries(named), ...fields } as T;
}
