import type { Kind } from '../kinds/kind.ts';
import type { Duration, Instant } from '../machinery/instant.ts';
import {
  controllerOf as controllingOwner,
  type KubeObject,
  type Ref,
  refOf,
} from '../machinery/object-meta.ts';
import type { Change } from '../store/store.ts';
import type { LookAgain, Reader, Trigger } from './client.ts';

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

/** A change of an object, typed. */
export interface ChangeOf<T> {
  readonly type: Change['type'];
  readonly object: T;
  readonly before?: T;
}

/** Wake for whatever `refs` makes of a change: typed, for the cases the two above do not cover; at once, or when `look` says. */
export function onChange<T extends KubeObject>(
  kind: Kind<T>,
  refs: (change: ChangeOf<T>, reader: Reader) => Iterable<Ref>,
  look?: (change: ChangeOf<T>, now: Instant) => LookAgain,
): Trigger {
  return {
    kind: kind as unknown as Kind,
    refs: (change, reader) => refs(typed<T>(change), reader),
    ...(look === undefined ? {} : { when: (change, now) => look(typed<T>(change), now) }),
  };
}

function typed<T>({ type, entry, before }: Change): ChangeOf<T> {
  const object = entry.value as T;
  return before === undefined ? { type, object } : { type, object, before: before as T };
}

/** The same trigger, whose wakes come later: the first of many changes settles when. */
export function delayed(trigger: Trigger, delay: Duration): Trigger {
  return { ...trigger, delay };
}
