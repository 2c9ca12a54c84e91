import type { Reader } from '../client/client.ts';
import { classOf as classOfVolume } from '../kinds/core/persistentvolume/conditions.ts';
import { PersistentVolume } from '../kinds/core/persistentvolume/kind.ts';
import { classOf } from '../kinds/core/persistentvolumeclaim/conditions.ts';
import { findMatchingVolume, requestedStorage } from '../kinds/core/persistentvolumeclaim/matching.ts';
import type { PersistentVolumeClaim } from '../kinds/core/persistentvolumeclaim/types.ts';
import { compareQuantity } from '../machinery/quantity.ts';
import type { NodeInfo } from './node-info.ts';

/** Claims that wait for a node, the smallest first, each with the volumes it could get: read once, asked for many nodes. */
export type Candidates = readonly {
  readonly claim: PersistentVolumeClaim;
  readonly volumes: readonly PersistentVolume[];
}[];

export function candidatesFor(claims: readonly PersistentVolumeClaim[], reader: Reader): Candidates {
  return claims
    .toSorted((a, b) => compareQuantity(requestedStorage(a), requestedStorage(b)))
    .map((claim) => {
      const { namespace, name } = claim.metadata;
      const own = classOf(claim) ?? '';
      const promised = reader
        .list(PersistentVolume, { under: { index: 'volume-of-claim', word: `${namespace}/${name}` } })
        .filter((volume) => classOfVolume(volume) === own);
      const free = reader.list(PersistentVolume, { under: { index: 'free-volume', word: own } });
      return { claim, volumes: [...promised, ...free] };
    });
}

/** Each volume for one claim, the smallest that suits on the node (V-23). Claims without a volume are left out. */
export function matchVolumes(
  candidates: Candidates,
  { node }: NodeInfo,
): ReadonlyMap<PersistentVolumeClaim, PersistentVolume> {
  const found = new Map<PersistentVolumeClaim, PersistentVolume>();
  if (node === undefined) return found;
  const taken = new Set<PersistentVolume>();
  for (const { claim, volumes } of candidates) {
    const volume = findMatchingVolume(claim, volumes, { by: 'scheduler', node, taken });
    if (volume === undefined) continue;
    found.set(claim, volume);
    taken.add(volume);
  }
  return found;
}
