import type { Component, LookAgain, Trigger } from '../../client/client.ts';
import { type ChangeOf, onChange } from '../../client/triggers.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { Instant } from '../../machinery/instant.ts';
import { lastWriteOf } from '../../machinery/managed-fields/last-write.ts';
import { type KubeObject, refOf } from '../../machinery/object-meta.ts';

/** Who this controller is. */
const OWN: Component = 'kube-controller-manager';

/**
 * Wakes for the object itself, but not for the status that its own controller wrote: the next sync would find it as it
 * left it, after counting all its pods again. Who wrote last is known of every object that is written while it runs.
 */
export function changedByOthers<T extends KubeObject>(
  kind: Kind<T>,
  look?: (change: ChangeOf<T>, now: Instant) => LookAgain,
): Trigger {
  return onChange(
    kind,
    ({ object, before }) => (before !== undefined && isOwnStatus(object, before) ? [] : [refOf(object)]),
    look,
  );
}

function isOwnStatus({ metadata }: KubeObject, { metadata: before }: KubeObject): boolean {
  return (
    metadata.uid === before.uid &&
    metadata.generation === before.generation &&
    metadata.deletionTimestamp === before.deletionTimestamp &&
    lastWriteOf(metadata)?.manager === OWN
  );
}
