import { PersistentVolume } from '../../../src/kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../../src/kinds/core/persistentvolumeclaim/kind.ts';
import type { Invariant } from '../invariants.ts';
import { changeOf, nameOf } from './objects.ts';

/** The binder: a claim is Bound to the one volume whose claimRef has its uid, and no volume serves two claims. */
export const claimsAndVolumesAgree: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const claim = changeOf(PersistentVolumeClaim, change);
    if (claim === undefined || claim.type === 'DELETED' || claim.object.status?.phase !== 'Bound') return;
    const { volumeName: name = '' } = claim.object.spec;
    const volume = client.find(PersistentVolume, { namespace: '', name });
    // A volume that was deleted leaves its claim behind, Lost in a moment.
    if (volume === undefined) return;
    const { uid, name: other } = volume.spec.claimRef ?? {};
    if (uid !== claim.object.metadata.uid)
      complain(`${nameOf(claim.object)} is bound to ${nameOf(volume)}, which is bound to ${other}`);
  },
  settled: (complain) => {
    const claims = client.list(PersistentVolumeClaim).filter(({ status }) => status?.phase === 'Bound');
    for (const claim of claims) {
      const volume = client.find(PersistentVolume, { namespace: '', name: claim.spec.volumeName ?? '' });
      if (volume?.spec.claimRef?.uid !== claim.metadata.uid || volume?.status?.phase !== 'Bound')
        complain(`${nameOf(claim)} is bound to ${claim.spec.volumeName}, which is ${volume?.status?.phase}`);
    }
    const names = claims.map(({ spec }) => spec.volumeName);
    if (new Set(names).size < names.length) complain(`two claims have one volume: ${names.join(', ')}`);
  },
});
