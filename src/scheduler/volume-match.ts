import { matchesNodeSelector } from '../kinds/core/node/affinity.ts';
import { classOf as classOfVolume } from '../kinds/core/persistentvolume/conditions.ts';
import type { PersistentVolume } from '../kinds/core/persistentvolume/types.ts';
import { classOf } from '../kinds/core/persistentvolumeclaim/conditions.ts';
import type { PersistentVolumeClaim } from '../kinds/core/persistentvolumeclaim/types.ts';
import { compareText } from '../machinery/json.ts';
import { matches, selectorFrom } from '../machinery/labels.ts';
import { isTerminating } from '../machinery/object-meta.ts';
import { parseQuantity, value } from '../machinery/quantity.ts';
import type { NodeInfo } from './node-info.ts';

/**
 * Volumes for claims that wait for a node: claims by size, the smallest first, each volume for one claim, the smallest
 * that suits (V-23). Claims without a volume are left out.
 */
export function matchVolumes(
  claims: readonly PersistentVolumeClaim[],
  { node }: NodeInfo,
  volumes: readonly PersistentVolume[],
): ReadonlyMap<PersistentVolumeClaim, PersistentVolume> {
  const found = new Map<PersistentVolumeClaim, PersistentVolume>();
  const taken = new Set<PersistentVolume>();
  for (const claim of claims.toSorted((a, b) => wanted(a) - wanted(b))) {
    const fitting = volumes
      .filter((volume) => !taken.has(volume) && suits(volume, claim))
      .filter(({ spec }) => {
        const required = spec.nodeAffinity?.required;
        return required === undefined || (node !== undefined && matchesNodeSelector(required, node));
      })
      .sort((a, b) => size(a) - size(b) || compareText(a.metadata.name, b.metadata.name));
    const [volume] = fitting;
    if (volume === undefined) continue;
    found.set(claim, volume);
    taken.add(volume);
  }
  return found;
}

const wanted = ({ spec }: PersistentVolumeClaim): number =>
  value(parseQuantity(spec.resources?.requests?.['storage'] ?? '0'));
const size = ({ spec }: PersistentVolume): number => value(parseQuantity(spec.capacity?.['storage'] ?? '0'));

/** V-1 for one claim and one volume; a volume that already names the claim suits whatever else it says (V-3). */
function suits(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { spec, metadata, status } = volume;
  if (isTerminating(volume) || size(volume) < wanted(claim)) return false;
  if ((spec.volumeMode ?? 'Filesystem') !== (claim.spec.volumeMode ?? 'Filesystem')) return false;
  const { claimRef } = spec;
  if (claimRef !== undefined) {
    const named = claimRef.name === claim.metadata.name && claimRef.namespace === claim.metadata.namespace;
    return named && (!claimRef.uid || claimRef.uid === claim.metadata.uid);
  }
  return (
    status?.phase === 'Available' &&
    classOfVolume(volume) === (classOf(claim) ?? '') &&
    (claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode)) &&
    (claim.spec.selector === undefined || matches(selectorFrom(claim.spec.selector), metadata.labels))
  );
}
