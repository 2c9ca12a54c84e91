import type { Component, LookAgain, Trigger } from '../../client/client.ts';
import { type ChangeOf, onChange } from '../../client/triggers.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { Instant } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import {
  type KubeObject,
  type ManagedFieldsEntry,
  type ObjectMeta,
  refOf,
} from '../../machinery/object-meta.ts';

/** Who this controller is, as managedFields tells. */
const OWN: Component = 'kube-controller-manager';

/**
 * Wakes for the object itself, but not for the status that its own controller wrote: the next sync would find it as it
 * left it, after counting all its pods again. A status that somebody else wrote is told by its managed fields.
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
    equalJson(ofOthers(metadata), ofOthers(before))
  );
}

const ofOthers = ({ managedFields = [] }: ObjectMeta): readonly ManagedFieldsEntry[] =>
  managedFields.filter(({ manager }) => manager !== OWN);
