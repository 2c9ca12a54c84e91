import type { Reader } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { claimNames, claimOfVolume, foreignClaim } from '../../kinds/core/pod/claims.ts';
import type { Pod, Volume } from '../../kinds/core/pod/types.ts';
import { CSIDriver } from '../../kinds/storage/csidriver/kind.ts';
import {
  needsAttaching,
  uniqueVolumeName,
  volumeHandleOf,
} from '../../kinds/storage/csidriver/volume-handle.ts';

const PROTECTION = 'kubernetes.io/pvc-protection';

/** What is behind a claim of a pod, or why the kubelet cannot tell. */
export type ClaimedVolume =
  | { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }
  | { readonly fault: string };

/** The volume behind a pod's claim; undefined for volumes that are no claims. */
export function claimedVolume(pod: Pod, volume: Volume, reader: Reader): ClaimedVolume | undefined {
  const use = claimOfVolume(pod, volume);
  if (use === undefined) return undefined;
  const { namespace = '' } = pod.metadata;
  const processing = (why: string) => ({
    fault: `error processing PVC ${namespace}/${use.name}: ${why}`,
  });
  const claim = reader.find(PersistentVolumeClaim, { namespace, name: use.name });
  if (claim === undefined)
    return processing(
      `failed to fetch PVC from API server: persistentvolumeclaims ${JSON.stringify(use.name)} not found`,
    );
  const { deletionTimestamp, finalizers = [], uid } = claim.metadata;
  if (deletionTimestamp !== undefined && !finalizers.includes(PROTECTION))
    return processing('PVC is being deleted');
  const name = claim.spec.volumeName;
  if (claim.status?.phase !== 'Bound') return processing('PVC is not bound');
  if (!name) return processing('PVC has empty pvc.Spec.VolumeName');
  const foreign = use.ephemeral ? foreignClaim(claim, pod) : undefined;
  if (foreign !== undefined) return { fault: foreign };
  const found = reader.find(PersistentVolume, { namespace: '', name });
  if (found === undefined)
    return processing(
      `failed to fetch PV ${name} from API server: persistentvolumes ${JSON.stringify(name)} not found`,
    );
  const { claimRef } = found.spec;
  if (claimRef === undefined)
    return processing(
      `found PV object ${name} but it has a nil pv.Spec.ClaimRef indicating it is not yet bound to the claim`,
    );
  if (claimRef.uid !== uid)
    return processing(
      `found PV object ${name} but its pv.Spec.ClaimRef.UID ${claimRef.uid ?? ''} does not point to claim.UID ${uid}`,
    );
  return { claim, volume: found };
}

/** What the volume is called where attachments are told of; undefined where it needs none. */
export function attachmentOf(volume: PersistentVolume, reader: Reader): string | undefined {
  const handle = volumeHandleOf(volume);
  if (handle === undefined) return undefined;
  const driver = reader.find(CSIDriver, { namespace: '', name: handle.driver });
  return needsAttaching(driver) ? uniqueVolumeName(handle) : undefined;
}

/** The pod's volumes that have to be attached. */
export function attachmentsOf(pod: Pod, reader: Reader): readonly string[] {
  const { namespace = '' } = pod.metadata;
  return claimNames(pod).flatMap(({ name }) => {
    const claim = reader.find(PersistentVolumeClaim, { namespace, name });
    const volume = reader.find(PersistentVolume, {
      namespace: '',
      name: claim?.spec.volumeName ?? '',
    });
    return volume === undefined ? [] : (attachmentOf(volume, reader) ?? []);
  });
}
