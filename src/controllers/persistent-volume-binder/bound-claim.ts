import type { Context } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { bind } from './binding.ts';

/** A claim that was bound stays so, is bound again, or is lost for good (V-8). */
export function syncBoundClaim(claim: PersistentVolumeClaim, context: Context): void {
  const { client, now } = context;
  const { volumeName: name } = claim.spec;
  if (!name) {
    lose(
      claim,
      'ClaimLost',
      'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
      context,
    );
    return;
  }
  const volume = client.find(PersistentVolume, { namespace: '', name });
  if (volume === undefined) {
    lose(
      claim,
      'ClaimLost',
      'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
      context,
    );
  } else if (volume.spec.claimRef === undefined || volume.spec.claimRef.uid === claim.metadata.uid) {
    bind(client, volume, claim, now);
  } else {
    lose(
      claim,
      'ClaimMisbound',
      'Two claims are bound to the same volume, this one is bound incorrectly',
      context,
    );
  }
}

function lose(
  claim: PersistentVolumeClaim,
  reason: string,
  message: string,
  { client, event }: Context,
): void {
  if (claim.status?.phase === 'Lost') return;
  const { accessModes: _, capacity: __, ...rest } = claim.status ?? {};
  const lost = client.updateStatus(PersistentVolumeClaim, { ...claim, status: { ...rest, phase: 'Lost' } });
  event(lost, 'Warning', reason, message);
}
