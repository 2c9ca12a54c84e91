import type { Actor, LookAgain, Reader } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { isFinished } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { after, seconds } from '../../machinery/instant.ts';
import { type Ref, refOf } from '../../machinery/object-meta.ts';
import { isBindCompleted } from './binding.ts';
import { syncBoundClaim } from './bound-claim.ts';
import { RECYCLERS, volumeOfRecycler } from './recycler.ts';
import { syncUnboundClaim } from './unbound-claim.ts';
import { syncVolume } from './volume.ts';

/** How often a claim without a volume, and a volume that could not be reclaimed, are looked at again (V-7). */
const RESYNC = seconds(15);

/** Finds or makes a volume for each claim, and reclaims volumes whose claim has gone. Claims and volumes are told apart by namespace. */
export const persistentVolumeBinder: Actor = {
  name: 'persistentvolume-controller',
  triggers: [
    itself(PersistentVolumeClaim),
    itself(PersistentVolume),
    onChange(PersistentVolume, ({ object }) => claimOf(object)),
    onChange(PersistentVolumeClaim, ({ object }, reader) => volumesOf(object, reader)),
    onChange(Pod, ({ type, object }) => {
      const { namespace, name } = object.metadata;
      return type === 'MODIFIED' && namespace === RECYCLERS && isFinished(object)
        ? volumeOfRecycler(name)
        : [];
    }),
  ],
  reconcile: (ref, context) => {
    const again: LookAgain = { at: after(context.now, RESYNC), because: 'standing' };
    if (ref.namespace === '') {
      const volume = context.client.find(PersistentVolume, ref);
      return volume !== undefined && syncVolume(volume, context) === 'again' ? again : undefined;
    }
    const claim = context.client.find(PersistentVolumeClaim, ref);
    if (claim === undefined) return undefined;
    if (isBindCompleted(claim)) {
      syncBoundClaim(claim, context);
      return undefined;
    }
    return syncUnboundClaim(claim, context) === 'again' ? again : undefined;
  },
};

function claimOf({ spec: { claimRef } }: PersistentVolume): readonly Ref[] {
  return claimRef?.namespace && claimRef.name ? [{ namespace: claimRef.namespace, name: claimRef.name }] : [];
}

function volumesOf({ metadata: { namespace, name } }: PersistentVolumeClaim, reader: Reader): readonly Ref[] {
  const word = `${namespace}/${name}`;
  return reader.list(PersistentVolume, { under: { index: 'volume-of-claim', word } }).map(refOf);
}
