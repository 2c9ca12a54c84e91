import type { Kind } from '../../kinds/kind.ts';
import { difference, hasPath, setOfPath } from '../../machinery/managed-fields/field-set.ts';
import { fieldElement } from '../../machinery/managed-fields/path-element.ts';
import type { ManagedFieldsEntry } from '../../machinery/object-meta.ts';
import { apiVersionOf } from '../registry.ts';
import { type Entries, identityOf, inOrder, setOf, withSet } from './entries.ts';

const SCALE_VERSION = 'autoscaling/v1';
/** In a Scale, and in every kind that is scaled. */
const REPLICAS = ['spec', 'replicas'].map(fieldElement);
const REPLICAS_SET = setOfPath(REPLICAS);

/** Who owns the replicas of an object, as owners of its Scale. */
export function entriesOfScale(entries: Entries): Entries {
  return entries
    .filter((entry) => hasPath(setOf(entry), REPLICAS))
    .map((entry) => ({ ...entry, apiVersion: SCALE_VERSION, fieldsV1: REPLICAS_SET }));
}

/**
 * The object's entries after a write to its Scale. Upstream finds owners again by an identity that holds the version,
 * so that of the updaters only those of the Scale itself stay owners of the replicas, and these have no time.
 */
export function entriesAfterScale(kind: Kind, entries: Entries, ofScale: Entries): Entries {
  const scaled = new Map(ofScale.map((entry) => [identityOf(entry), entry]));
  const result: ManagedFieldsEntry[] = [];
  for (const entry of entries) {
    const set = setOf(entry);
    if (!hasPath(set, REPLICAS) || scaled.delete(identityOf(entry))) {
      result.push(entry);
      continue;
    }
    const left = difference(set, REPLICAS_SET);
    if (left !== undefined) result.push(withSet(entry, left));
  }
  for (const entry of scaled.values()) {
    if (!hasPath(setOf(entry), REPLICAS)) continue;
    const { time: _, ...untimed } = entry;
    result.push({ ...untimed, apiVersion: apiVersionOf(kind), fieldsV1: REPLICAS_SET });
  }
  return inOrder(result);
}
