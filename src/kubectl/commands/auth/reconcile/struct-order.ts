import { fieldsInOrder } from '../../../output/go-order.ts';
import type { AnyObject } from '../../../resources/object.ts';

const ORDERS: Readonly<Record<string, readonly string[]>> = {
  rules: ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'],
  subjects: ['kind', 'apiGroup', 'name', 'namespace'],
  roleRef: ['apiGroup', 'kind', 'name'],
};

/** A role or binding with its parts as their structs have them: manifests write them otherwise. */
export function inStructOrder(object: AnyObject): AnyObject {
  const ordered = Object.entries(object).map(([field, value]) => {
    const order = ORDERS[field];
    const part = (one: unknown): unknown => (order === undefined ? one : fieldsInOrder(one as object, order));
    if (order === undefined || value === null || value === undefined) return [field, value];
    return [field, Array.isArray(value) ? value.map(part) : part(value)];
  });
  const top = ['kind', 'apiVersion', 'metadata', 'rules', 'subjects', 'roleRef', 'aggregationRule'];
  return fieldsInOrder(Object.fromEntries(ordered) as AnyObject, top);
}
