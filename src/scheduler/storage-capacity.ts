import type { Reader } from '../client/client.ts';
import { requestedStorage } from '../kinds/core/persistentvolumeclaim/matching.ts';
import type { PersistentVolumeClaim } from '../kinds/core/persistentvolumeclaim/types.ts';
import { CSIDriver } from '../kinds/storage/csidriver/kind.ts';
import { CSIStorageCapacity } from '../kinds/storage/csistoragecapacity/kind.ts';
import type { StorageClass } from '../kinds/storage/storageclass/types.ts';
import { matches, selectorFrom } from '../machinery/labels.ts';
import { compareQuantity, parseQuantity } from '../machinery/quantity.ts';
import type { NodeInfo } from './node-info.ts';

/** Whether a node's storage can hold the claim's volume: only asked of drivers that tell what they have left. */
export function hasRoom(
  claim: PersistentVolumeClaim,
  { provisioner, metadata }: StorageClass,
  reader: Reader,
): (node: NodeInfo) => boolean {
  const driver = reader.find(CSIDriver, { namespace: '', name: provisioner });
  if (driver?.spec.storageCapacity !== true) return () => true;
  const wanted = requestedStorage(claim);
  const places = reader.list(CSIStorageCapacity).filter((capacity) => {
    const most = capacity.maximumVolumeSize ?? capacity.capacity;
    if (capacity.storageClassName !== metadata.name || most === undefined) return false;
    return compareQuantity(parseQuantity(most), wanted) >= 0;
  });
  return ({ labels }) =>
    places.some(
      ({ nodeTopology }) => nodeTopology !== undefined && matches(selectorFrom(nodeTopology), labels),
    );
}
