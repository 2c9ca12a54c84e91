import type { Reader, Trigger } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import type { Kind } from '../../kinds/kind.ts';
import { equalJson } from '../../machinery/json.ts';
import { isEmptySelector, type LabelSelector, matches, selectorFrom } from '../../machinery/labels.ts';
import {
  controllerOf,
  isTerminating,
  type KubeObject,
  type Ref,
  refOf,
} from '../../machinery/object-meta.ts';

/**
 * Wakes every owner whose selector matches an object that has no controller: when it appears, or when its labels or
 * owners change (C-2). Objects that have a controller cost nothing here.
 */
export function orphansOf<
  C extends KubeObject,
  O extends KubeObject & { readonly spec: { readonly selector: LabelSelector } },
>(child: Kind<C>, owner: Kind<O>): Trigger {
  return onChange(child, ({ type, object, before }, reader) => {
    if (type === 'DELETED' || isTerminating(object) || controllerOf(object) !== undefined) return [];
    if (type === 'MODIFIED' && before !== undefined && !movedBetweenOwners(object, before)) return [];
    return selecting(reader, owner, object);
  });
}

function movedBetweenOwners(object: KubeObject, before: KubeObject): boolean {
  return (
    !equalJson(object.metadata.labels ?? {}, before.metadata.labels ?? {}) ||
    !equalJson(controllerOf(object), controllerOf(before))
  );
}

function selecting<O extends KubeObject & { readonly spec: { readonly selector: LabelSelector } }>(
  reader: Reader,
  owner: Kind<O>,
  object: KubeObject,
): readonly Ref[] {
  const labels = object.metadata.labels ?? {};
  return reader
    .list(owner, { namespace: object.metadata.namespace ?? '' })
    .filter(({ spec }) => !isEmptySelector(spec.selector) && matches(selectorFrom(spec.selector), labels))
    .map(refOf);
}
