import type { Actor } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { requestedStorage } from '../../kinds/core/persistentvolumeclaim/matching.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { compareQuantity, parseQuantity } from '../../machinery/quantity.ts';

/** Claims that grew: no plugin of the controller manager can grow a volume, so it says who will (V-27). */
export const volumeExpand: Actor = {
  name: 'volume_expand',
  triggers: [
    onChange(PersistentVolumeClaim, ({ object, before }) =>
      before !== undefined && compareQuantity(requestedStorage(object), requestedStorage(before)) > 0
        ? [refOf(object)]
        : [],
    ),
  ],
  reconcile: (ref, { client, event }) => {
    const claim = client.find(PersistentVolumeClaim, ref);
    const name = claim?.spec.volumeName;
    if (claim === undefined || !name) return undefined;
    const volume = client.find(PersistentVolume, { namespace: '', name });
    const has = parseQuantity(claim.status?.capacity?.['storage'] ?? '0');
    if (volume?.spec.claimRef?.uid !== claim.metadata.uid) return undefined;
    if (compareQuantity(requestedStorage(claim), has) <= 0) return undefined;
    event(claim, 'Normal', 'ExternalExpanding', 'waiting for an external controller to expand this PVC');
    return undefined;
  },
};
