import { matches, selectorFrom } from '../../../machinery/labels.ts';
import { isTerminating } from '../../../machinery/object-meta.ts';
import { compareQuantity, parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import { matchesNodeSelector } from '../node/affinity.ts';
import type { Node } from '../node/types.ts';
import { classOf as classOfVolume } from '../persistentvolume/conditions.ts';
import type { PersistentVolume } from '../persistentvolume/types.ts';
import { classOf } from './conditions.ts';
import type { PersistentVolumeClaim } from './types.ts';

export const requestedStorage = ({ spec }: PersistentVolumeClaim): Quantity =>
  parseQuantity(spec.resources?.requests?.['storage'] ?? '0');
export const storageCapacity = ({ spec }: PersistentVolume): Quantity =>
  parseQuantity(spec.capacity?.['storage'] ?? '0');

/** A volume that names the claim, and no other claim of that name (IsVolumeBoundToClaim). */
export function namesClaim({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const { claimRef } = spec;
  if (claimRef === undefined) return false;
  if (claimRef.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return !claimRef.uid || claimRef.uid === metadata.uid;
}

export const isBigEnough = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  compareQuantity(storageCapacity(volume), requestedStorage(claim)) >= 0;
export const hasModes = ({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode));
/** Who says nothing means a file system. */
export const hasVolumeMode = ({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem');

/** Whether pods on the node can reach the volume (V-25). */
export function reachesNode({ spec }: PersistentVolume, node: Node | undefined): boolean {
  const required = spec.nodeAffinity?.required;
  return required === undefined || (node !== undefined && matchesNodeSelector(required, node));
}

/** On whose behalf a volume is looked for. */
export type Seeker =
  | { readonly by: 'controller'; readonly isDelayed: boolean }
  | { readonly by: 'scheduler'; readonly node: Node; readonly taken: ReadonlySet<PersistentVolume> };

/**
 * FindMatchingVolume: the volume that already names the claim, else the smallest free one that suits (V-1 to V-4).
 * Only the scheduler, which knows the node, binds claims that wait for it.
 */
export function findMatchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  seeker: Seeker,
): PersistentVolume | undefined {
  const isFree = freeFor(claim);
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (seeker.by === 'scheduler' && seeker.taken.has(volume)) continue;
    if (volume.spec.claimRef !== undefined && !namesClaim(volume, claim)) continue;
    if (!couldHold(volume, claim)) continue;
    const isReached = seeker.by === 'controller' || reachesNode(volume, seeker.node);
    // A volume that is promised to the claim decides alone where its pod may go.
    if (namesClaim(volume, claim)) return isReached ? volume : undefined;
    if (seeker.by === 'controller' && seeker.isDelayed) continue;
    if (!isReached || !isFree(volume)) continue;
    if (seeker.by === 'scheduler' && !hasModes(volume, claim)) continue;
    if (smallest === undefined || compareQuantity(storageCapacity(smallest), storageCapacity(volume)) > 0)
      smallest = volume;
  }
  return smallest;
}

const couldHold = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  isBigEnough(volume, claim) &&
  hasVolumeMode(volume, claim) &&
  (volume.spec.volumeAttributesClassName ?? '') === (claim.spec.volumeAttributesClassName ?? '') &&
  !isTerminating(volume);

function freeFor(claim: PersistentVolumeClaim): (volume: PersistentVolume) => boolean {
  const selector = claim.spec.selector === undefined ? undefined : selectorFrom(claim.spec.selector);
  const wanted = classOf(claim) ?? '';
  return (volume) =>
    volume.status?.phase === 'Available' &&
    (selector === undefined || matches(selector, volume.metadata.labels)) &&
    classOfVolume(volume) === wanted;
}
