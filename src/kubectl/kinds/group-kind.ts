import { type AnyObject, groupOf } from '../resources/object.ts';

/** What an object is, whatever its version: `Service`, `Role.rbac.authorization.k8s.io`. */
export function groupKind({ apiVersion, kind }: Pick<AnyObject, 'apiVersion' | 'kind'>): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}
