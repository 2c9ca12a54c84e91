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

interface WithSelector extends KubeObject {
  readonly spec: { readonly selector: LabelSelector };
}

/** Wakes every owner whose selector matches an orphan, for owners that carry a LabelSelector (C-2). */
export function orphansOf<C extends KubeObject, O extends WithSelector>(
  child: Kind<C>,
  owner: Kind<O>,
): Trigger {
  return orphansSelected(child, owner, ({ spec }) => spec.selector);
}

/**
 * Wakes every owner whose selector matches an object that has no controller: when it appears, or when its labels or
 * owners change (C-2). Objects that have a controller cost nothing here.
 */
export function orphansSelected<C extends KubeObject, O extends KubeObject>(
  child: Kind<C>,
  owner: Kind<O>,
  selectorOf: (owner: O) => LabelSelector,
): Trigger {
  return onChange(child, ({ type, object, before }, reader) => {
    if (type === 'DELETED' || isTerminating(object) || controllerOf(object) !== undefined) return [];
    if (type === 'MODIFIED' && before !== undefined && !movedBetweenOwners(object, before)) return [];
    return selecting(reader, owner, selectorOf, object);
  });
}

function movedBetweenOwners(object: KubeObject, before: KubeObject): boolean {
  return (
    !equalJson(object.metadata.labels ?? {}, before.metadata.labels ?? {}) ||
    !equalJson(controllerOf(object), controllerOf(before))
  );
}

function selecting<O extends KubeObject>(
  reader: Reader,
  owner: Kind<O>,
  selectorOf: (owner: O) => LabelSelector,
  object: KubeObject,
): readonly Ref[] {
  const labels = object.metadata.labels ?? {};
  return reader
    .list(owner, { namespace: object.metadata.namespace ?? '' })
    .filter((one) => !isEmptySelector(selectorOf(one)) && matches(selectorFrom(selectorOf(one)), labels))
    .map(refOf);
}
