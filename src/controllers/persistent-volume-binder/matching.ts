import { accessModesText } from '../../kinds/core/persistentvolume/access-modes.ts';
import { classOf as classOfVolume } from '../../kinds/core/persistentvolume/conditions.ts';
import type { PersistentVolume } from '../../kinds/core/persistentvolume/types.ts';
import { classOf } from '../../kinds/core/persistentvolumeclaim/conditions.ts';
import {
  findMatchingVolume,
  hasModes,
  hasVolumeMode,
  isBigEnough,
} from '../../kinds/core/persistentvolumeclaim/matching.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/types.ts';
import { compareText } from '../../machinery/json.ts';
import { isTerminating } from '../../machinery/object-meta.ts';

/** The volume to bind: of those with the fewest access modes that do, the smallest (V-2). */
export function bestVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  isDelayed: boolean,
): PersistentVolume | undefined {
  for (const group of byAccessModes(volumes.filter((volume) => hasModes(volume, claim)))) {
    const found = findMatchingVolume(claim, group, { by: 'controller', isDelayed });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Groups of one set of modes each, fewest modes first. */
function byAccessModes(volumes: readonly PersistentVolume[]): readonly (readonly PersistentVolume[])[] {
  const groups = new Map<string, PersistentVolume[]>();
  for (const volume of volumes) {
    const modes = accessModesText(volume.spec.accessModes);
    const group = groups.get(modes);
    if (group === undefined) groups.set(modes, [volume]);
    else group.push(volume);
  }
  const count = (modes: string): number => modes.split(',').length;
  return [...groups.entries()]
    .sort(([a], [b]) => count(a) - count(b) || compareText(a, b))
    .map(([, group]) => group);
}

/** Why a volume that the user chose cannot be bound (V-6); undefined when it can. */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (isTerminating(volume))
    return `the volume is marked for deletion ${JSON.stringify(volume.metadata.name)}`;
  if (!isBigEnough(volume, claim)) return 'requested PV is too small';
  if (classOfVolume(volume) !== (classOf(claim) ?? '')) return 'storageClassName does not match';
  if (!hasVolumeMode(volume, claim)) return 'incompatible volumeMode';
  if (!hasModes(volume, claim)) return 'incompatible accessMode';
  return undefined;
}
