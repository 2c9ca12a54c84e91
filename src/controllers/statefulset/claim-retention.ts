import type { StatefulSet } from '../../kinds/apps/statefulset/types.ts';
import type { KubeObject, OwnerReference } from '../../machinery/object-meta.ts';
import { controllerRef } from '../pod-control/controller-ref.ts';
import { isInRange, ordinalOf } from './ordinals.ts';

type References = readonly OwnerReference[];

/** Whose claim it may become: the set, and the pod of that ordinal, whose uid is empty before it is made. */
export interface Owners {
  readonly set: StatefulSet;
  readonly pod: KubeObject;
}

interface Wanted {
  readonly set: boolean;
  readonly pod: boolean;
}

/** Which controller references the retention policy asks for; a condemned pod takes its claim along (S-30). */
export function wantedOwners({ set, pod }: Owners): Wanted {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy;
  const condemned = whenScaled === 'Delete' && !isInRange(set, ordinalOf(pod.metadata.name));
  return { set: whenDeleted === 'Delete' && !condemned, pod: condemned };
}

/** Whether the claim's references are as the policy asks, or are to be left alone (S-30). */
export function isUpToDate(references: References, owners: Owners): boolean {
  const { set, pod } = owners;
  if (hasStaleReference(references, set) || hasStaleReference(references, pod)) return true;
  const has = { set: refersTo(references, set), pod: refersTo(references, pod) };
  if (hasUnexpectedController(references, owners)) return !has.set && !has.pod;
  const ours = references.filter(({ uid }) => uid === set.metadata.uid || uid === pod.metadata.uid);
  if (ours.some((reference) => reference.controller !== true)) return false;
  const wanted = wantedOwners(owners);
  return has.set === wanted.set && has.pod === wanted.pod;
}

/** The claim's references as the policy asks; none of ours beside a foreign controller (S-30). */
export function retained(references: References, owners: Owners): References {
  const { set, pod } = owners;
  const others = references.filter((reference) => !names(reference, set) && !names(reference, pod));
  if (hasUnexpectedController(references, owners)) return others;
  const wanted = wantedOwners(owners);
  const ours = [...(wanted.set ? [set] : []), ...(wanted.pod ? [pod] : [])];
  return [...others, ...ours.filter((owner) => !refersTo(others, owner)).map(controllerRef)];
}

/** Another one controls the claim, while the policy would have us control it (S-30). */
export function hasUnexpectedController(references: References, { set, pod }: Owners): boolean {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy;
  if (whenDeleted === 'Retain' && whenScaled === 'Retain') return false;
  return references.some((reference) => {
    if (names(reference, set)) return reference.uid !== set.metadata.uid;
    if (names(reference, pod)) return reference.uid !== pod.metadata.uid;
    return reference.controller === true;
  });
}

/** A reference to an object of that kind and name which is not this object any more (S-33). */
export function hasStaleReference(references: References, owner: KubeObject): boolean {
  const reference = references.find((one) => names(one, owner));
  return reference !== undefined && reference.uid !== owner.metadata.uid;
}

const identity = ({ apiVersion, kind, name }: OwnerReference): string => `${apiVersion} ${kind} ${name}`;

const names = (reference: OwnerReference, owner: KubeObject): boolean =>
  identity(reference) === identity(controllerRef(owner));

const refersTo = (references: References, owner: KubeObject): boolean =>
  references.some(({ uid }) => uid === owner.metadata.uid);
