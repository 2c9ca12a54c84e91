import type { Kind } from '../../../src/kinds/kind.ts';
import type { KubeObject } from '../../../src/machinery/object-meta.ts';
import type { Change } from '../../../src/store/store.ts';

/** The object and what it was before; undefined where the change is of another kind. */
export function changeOf<T extends KubeObject>(
  kind: Kind<T>,
  { entry, before, type }: Change,
): { readonly type: Change['type']; readonly object: T; readonly before: T | undefined } | undefined {
  const { group, plural } = kind;
  if (!entry.key.startsWith(`${group === '' ? 'core' : group}/${plural}/`)) return undefined;
  return { type, object: entry.value as T, before: before as T | undefined };
}

/** `pod default/web-0`. */
export const nameOf = ({ kind, metadata: { namespace, name } }: KubeObject): string =>
  `${kind.toLowerCase()} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
