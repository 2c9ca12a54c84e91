import type { Context } from '../../client/client.ts';
import type { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PROVISIONED_BY } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { hasVolumeMode } from '../../kinds/core/persistentvolumeclaim/matching.ts';
import { unbind, withPhase } from './binding.ts';
import { reclaim } from './reclaim.ts';

/** One look at a volume (V-8, V-11, V-12); `again`: it could not be reclaimed yet. */
export function syncVolume(volume: PersistentVolume, context: Context): 'done' | 'again' {
  const { client, now } = context;
  const { claimRef } = volume.spec;
  if (claimRef === undefined || !claimRef.uid) {
    withPhase(client, volume, 'Available', now);
    return 'done';
  }
  const { namespace = '', name = '', uid } = claimRef;
  const claim = client.find(PersistentVolumeClaim, { namespace, name });
  if (claim === undefined || claim.metadata.uid !== uid) return release(volume, context);
  if (!claim.spec.volumeName) {
    // The claim's own look binds the two.
    if (!hasVolumeMode(volume, claim)) tellMismatch(volume, claim, context);
    return 'done';
  }
  if (claim.spec.volumeName === volume.metadata.name) {
    withPhase(client, volume, 'Bound', now);
    return 'done';
  }
  // The claim is bound elsewhere: a volume that was made for it alone is of no use any more.
  const { persistentVolumeReclaimPolicy: policy } = volume.spec;
  if (volume.metadata.annotations?.[PROVISIONED_BY] !== undefined && policy === 'Delete')
    return release(volume, context);
  unbind(client, volume, now);
  return 'done';
}

/** What went wrong before stays told while it is tried again. */
function release(volume: PersistentVolume, context: Context): 'done' | 'again' {
  const isTold = volume.status?.phase === 'Failed';
  return reclaim(isTold ? volume : withPhase(context.client, volume, 'Released', context.now), context);
}

function tellMismatch(volume: PersistentVolume, claim: PersistentVolumeClaim, { event }: Context): void {
  event(
    volume,
    'Warning',
    'VolumeMismatch',
    `Cannot bind PersistentVolume to requested PersistentVolumeClaim ${JSON.stringify(claim.metadata.name)} due to incompatible volumeMode.`,
  );
  event(
    claim,
    'Warning',
    'VolumeMismatch',
    `Cannot bind PersistentVolume ${JSON.stringify(volume.metadata.name)} to requested PersistentVolumeClaim due to incompatible volumeMode.`,
  );
}
