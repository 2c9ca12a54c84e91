import type { Kind } from '../kinds/kind.ts';
import type { Duration } from '../machinery/instant.ts';
import {
  controllerOf as controllingOwner,
  type KubeObject,
  type Ref,
  refOf,
} from '../machinery/object-meta.ts';
import type { Change } from '../store/store.ts';
import type { Reader, Trigger } from './client.ts';

/** Wake for the object itself. */
export function itself<T extends KubeObject>(kind: Kind<T>): Trigger {
  return { kind: kind as unknown as Kind, refs: (change) => [refOf(change.entry.value)] };
}

/** Wake for the `owner` that controls the changed object, and for the one that controlled it before. */
export function controllerOf<C extends KubeObject, O extends KubeObject>(
  child: Kind<C>,
  owner: Kind<O>,
): Trigger {
  return {
    kind: child as unknown as Kind,
    refs: ({ entry, before: previous }) => {
      const now = ownerRef(entry.value, owner.kind);
      // Hardly any change is one of owners.
      if (previous?.metadata.ownerReferences === entry.value.metadata.ownerReferences)
        return now === undefined ? [] : [now];
      const before = previous === undefined ? undefined : ownerRef(previous, owner.kind);
      if (before === undefined || before.name === now?.name) return now === undefined ? [] : [now];
      return now === undefined ? [before] : [before, now];
    },
  };
}

function ownerRef(object: KubeObject, ownerKind: string): Ref | undefined {
  const owner = controllingOwner(object);
  if (owner === undefined || owner.kind !== ownerKind) return undefined;
  return { namespace: object.metadata.namespace ?? '', name: owner.name };
}

/** Wake for whatever `refs` makes of a change: typed, for the cases the two above do not cover. */
export function onChange<T extends KubeObject>(
  kind: Kind<T>,
  refs: (
    change: { readonly type: Change['type']; readonly object: T; readonly before?: T },
    reader: Reader,
  ) => Iterable<Ref>,
): Trigger {
  return {
    kind: kind as unknown as Kind,
    refs: ({ type, entry, before }, reader) => {
      const object = entry.value as T;
      return refs(before === undefined ? { type, object } : { type, object, before: before as T }, reader);
    },
  };
}

/** The same trigger, whose wakes come later: the first of many changes settles when. */
export function delayed(trigger: Trigger, delay: Duration): Trigger {
  return { ...trigger, delay };
}
