import type { Client, LabelSelector } from '../../client/client.ts';
import type { Kind } from '../../kinds/kind.ts';
import { matches, selectorFrom } from '../../machinery/labels.ts';
import { controllerOf, isTerminating, type KubeObject } from '../../machinery/object-meta.ts';
import { isInvalid, isNotFound } from '../../machinery/status.ts';
import { controllerRef } from './controller-ref.ts';

interface Claim<T extends KubeObject> {
  readonly owner: KubeObject;
  readonly kind: Kind<T>;
  readonly selector: LabelSelector;
  /** What else an object must satisfy beside the selector. */
  readonly filter?: (object: T) => boolean;
  /** Which objects are looked at at all; others are neither claimed nor let go. */
  readonly among?: (object: T) => boolean;
}

export type Claiming = 'keep' | 'adopt' | 'release' | 'ignore';

/** What an owner does with one dependant (C-4). */
export function claiming<T extends KubeObject>(
  object: T,
  owner: KubeObject,
  matching: (object: T) => boolean,
): Claiming {
  const controller = controllerOf(object);
  if (controller !== undefined) {
    if (controller.uid !== owner.metadata.uid) return 'ignore';
    if (matching(object)) return 'keep';
    return isTerminating(owner) ? 'ignore' : 'release';
  }
  if (isTerminating(owner) || isTerminating(object) || !matching(object)) return 'ignore';
  return 'adopt';
}

/** Lists an owner's dependants, taking in orphans its selector matches and letting go of what it no longer matches (C-4). */
export function claim<T extends KubeObject>(client: Client, wanted: Claim<T>): readonly T[] {
  const { owner, kind, filter, among } = wanted;
  const selector = selectorFrom(wanted.selector);
  const matching = (object: T): boolean =>
    matches(selector, object.metadata.labels ?? {}) && (filter === undefined || filter(object));
  const claimed: T[] = [];
  for (const object of candidates(client, wanted)) {
    if (among !== undefined && !among(object)) continue;
    switch (claiming(object, owner, matching)) {
      case 'keep':
        claimed.push(object);
        break;
      case 'adopt': {
        const adopted = adopt(client, kind, object, owner);
        if (adopted !== undefined) claimed.push(adopted);
        break;
      }
      case 'release':
        release(client, kind, object, owner);
        break;
      case 'ignore':
        break;
    }
  }
  return claimed;
}

/**
 * What the selector matches, from the label index, and what the owner has beside that: the second list is only made
 * when the count of owned objects, which costs nothing, says that there is something beside.
 */
function candidates<T extends KubeObject>(client: Client, { owner, kind, selector }: Claim<T>): readonly T[] {
  const { uid, namespace } = owner.metadata;
  const place = namespace === undefined ? {} : { namespace };
  const selected = client.list(kind, { ...place, labels: selector });
  let owned = 0;
  for (const object of selected) {
    if (object.metadata.ownerReferences?.some((reference) => reference.uid === uid)) owned++;
  }
  if (client.count(kind, { owner: uid }) === owned) return selected;
  const seen = new Set(selected.map((object) => object.metadata.uid));
  const beside = client
    .list(kind, { ...place, owner: uid })
    .filter((object) => !seen.has(object.metadata.uid));
  return [...selected, ...beside];
}

function adopt<T extends KubeObject>(
  client: Client,
  kind: Kind<T>,
  object: T,
  owner: KubeObject,
): T | undefined {
  const others = (object.metadata.ownerReferences ?? []).filter(
    (reference) => reference.uid !== owner.metadata.uid,
  );
  try {
    return client.update(kind, withOwners(object, [...others, controllerRef(owner)]));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function release<T extends KubeObject>(client: Client, kind: Kind<T>, object: T, owner: KubeObject): void {
  const others = (object.metadata.ownerReferences ?? []).filter(
    (reference) => reference.uid !== owner.metadata.uid,
  );
  try {
    client.update(kind, withOwners(object, others));
  } catch (error) {
    // Invalid: the object is another one by now, or it no longer has the reference.
    if (!isNotFound(error) && !isInvalid(error)) throw error;
  }
}

function withOwners<T extends KubeObject>(
  object: T,
  owners: NonNullable<KubeObject['metadata']['ownerReferences']>,
): T {
  const { ownerReferences: _, ...metadata } = object.metadata;
  return { ...object, metadata: owners.length === 0 ? metadata : { ...metadata, ownerReferences: owners } };
}
