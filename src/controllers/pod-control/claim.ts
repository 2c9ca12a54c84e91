import type { Client, LabelSelector } from '../../client/client.ts';
import type { Kind } from '../../kinds/kind.ts';
import { matches, selectorFrom } from '../../machinery/labels.ts';
import {
  controllerOf,
  isTerminating,
  type KubeObject,
  type OwnerReference,
  type Uid,
} from '../../machinery/object-meta.ts';
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
  /** Given to what is adopted, and taken from what is let go. */
  readonly finalizer?: string;
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
  const { owner, kind, selector, filter = everything, among = everything } = wanted;
  const { uid, namespace = '' } = owner.metadata;
  const selected = client.list(kind, { namespace, labels: selector });
  const claimed: T[] = [];
  let owned = 0;
  for (const object of selected) {
    if (isOwnedBy(object, uid)) owned++;
    if (!among(object)) continue;
    const kept = carryOut(client, wanted, object, filter);
    if (kept !== undefined) claimed.push(kept);
  }
  // What is owned but no longer selected is looked for only when the count, which costs nothing, says there is such.
  if (client.count(kind, { owner: uid }) !== owned) letGo(client, wanted, selected);
  return claimed;
}

const everything = (): boolean => true;

function isOwnedBy({ metadata }: KubeObject, uid: Uid): boolean {
  const owners = metadata.ownerReferences;
  if (owners === undefined) return false;
  for (const owner of owners) if (owner.uid === uid) return true;
  return false;
}

function carryOut<T extends KubeObject>(
  client: Client,
  wanted: Claim<T>,
  object: T,
  matching: (object: T) => boolean,
): T | undefined {
  switch (claiming(object, wanted.owner, matching)) {
    case 'keep':
      return object;
    case 'adopt':
      return adopt(client, wanted, object);
    case 'release':
      release(client, wanted, object);
      return undefined;
    default:
      return undefined;
  }
}

function letGo<T extends KubeObject>(client: Client, wanted: Claim<T>, selected: readonly T[]): void {
  const { owner, kind, selector, among = everything } = wanted;
  const { uid, namespace = '' } = owner.metadata;
  const seen = new Set(selected.map((object) => object.metadata.uid));
  const matching = (object: T): boolean => matches(selectorFrom(selector), object.metadata.labels);
  for (const object of client.list(kind, { namespace, owner: uid })) {
    if (!seen.has(object.metadata.uid) && among(object)) carryOut(client, wanted, object, matching);
  }
}

function adopt<T extends KubeObject>(
  client: Client,
  { kind, owner, finalizer }: Claim<T>,
  object: T,
): T | undefined {
  const owners = [...otherOwners(object, owner), controllerRef(owner)];
  const others = otherFinalizers(object, finalizer);
  const finalizers = finalizer === undefined ? others : [...others, finalizer];
  try {
    return client.update(kind, withHold(object, owners, finalizers));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function release<T extends KubeObject>(
  client: Client,
  { kind, owner, finalizer }: Claim<T>,
  object: T,
): void {
  try {
    client.update(kind, withHold(object, otherOwners(object, owner), otherFinalizers(object, finalizer)));
  } catch (error) {
    // Invalid: the object is another one by now, or it no longer has the reference.
    if (!isNotFound(error) && !isInvalid(error)) throw error;
  }
}

function otherOwners({ metadata }: KubeObject, owner: KubeObject): readonly OwnerReference[] {
  return (metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
}

function otherFinalizers({ metadata }: KubeObject, finalizer: string | undefined): readonly string[] {
  return (metadata.finalizers ?? []).filter((one) => one !== finalizer);
}

function withHold<T extends KubeObject>(
  object: T,
  ownerReferences: readonly OwnerReference[],
  finalizers: readonly string[],
): T {
  const { ownerReferences: _, finalizers: __, ...rest } = object.metadata;
  const metadata = {
    ...rest,
    ...(ownerReferences.length === 0 ? {} : { ownerReferences }),
    ...(finalizers.length === 0 ? {} : { finalizers }),
  };
  return { ...object, metadata };
}
