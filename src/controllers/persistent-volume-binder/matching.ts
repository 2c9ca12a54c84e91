import type { AccessMode, PersistentVolume } from '../../kinds/core/persistentvolume/types.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/types.ts';
import { matches, selectorFrom } from '../../machinery/labels.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { compareQuantity, parseQuantity } from '../../machinery/quantity.ts';

const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** The class a claim asks for: '' means none; undefined that it did not say. */
export function classOf(claim: PersistentVolumeClaim): string | undefined {
  return claim.metadata.annotations?.[OLD_CLASS] ?? claim.spec.storageClassName;
}

const requested = (claim: PersistentVolumeClaim) =>
  parseQuantity(claim.spec.resources?.requests?.['storage'] ?? '0');
const capacity = (volume: PersistentVolume) => parseQuantity(volume.spec.capacity?.['storage'] ?? '0');

export const isBigEnough = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  compareQuantity(capacity(volume), requested(claim)) >= 0;
export const hasModes = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (claim.spec.accessModes ?? []).every((mode: AccessMode) => volume.spec.accessModes?.includes(mode));
export const hasVolumeMode = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (volume.spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem');

/** Of the volumes nobody claims, the one upstream would bind: fewest access modes first, then the smallest (V-1, V-2). */
export function bestVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
): PersistentVolume | undefined {
  const selector = claim.spec.selector === undefined ? undefined : selectorFrom(claim.spec.selector);
  const fitting = volumes.filter(
    (volume) =>
      volume.spec.claimRef === undefined &&
      volume.status?.phase === 'Available' &&
      !isTerminating(volume) &&
      (volume.spec.storageClassName ?? '') === (classOf(claim) ?? '') &&
      (volume.spec.volumeAttributesClassName ?? '') === (claim.spec.volumeAttributesClassName ?? '') &&
      isBigEnough(volume, claim) &&
      hasModes(volume, claim) &&
      hasVolumeMode(volume, claim) &&
      (selector === undefined || matches(selector, volume.metadata.labels)),
  );
  return fitting.toSorted(
    (a, b) =>
      (a.spec.accessModes?.length ?? 0) - (b.spec.accessModes?.length ?? 0) ||
      compareQuantity(capacity(a), capacity(b)),
  )[0];
}

/** Why a volume that the user chose cannot be bound (V-6); undefined when it can. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (isTerminating(volume))
    return `the volume is marked for deletion ${JSON.stringify(volume.metadata.name)}`;
  if (!isBigEnough(volume, claim)) return 'requested PV is too small';
  if ((volume.spec.storageClassName ?? '') !== (classOf(claim) ?? ''))
    return 'storageClassName does not match';
  if (!hasVolumeMode(volume, claim)) return 'incompatible volumeMode';
  if (!hasModes(volume, claim)) return 'incompatible accessMode';
  return undefined;
}
