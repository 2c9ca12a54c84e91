import type { Context } from '../../client/client.ts';
import type { PersistentVolume } from '../../kinds/core/persistentvolume/types.ts';
import { PROVISIONED_BY } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/types.ts';
import type { StorageClass } from '../../kinds/storage/storageclass/types.ts';
import type { Draft } from '../../machinery/object-meta.ts';
import { PROVISIONER_FINALIZER } from './deletion.ts';
import { placeFor } from './topology.ts';

const SECRET_NAME = 'volume.kubernetes.io/provisioner-deletion-secret-name';
const SECRET_NAMESPACE = 'volume.kubernetes.io/provisioner-deletion-secret-namespace';
const FILE_SYSTEM_TYPE = 'csi.storage.k8s.io/fstype';
const FILE_SYSTEM = 'ext4';

/** The volume that a driver has made for a claim, already pointing at it (V-22). */
export function volumeDraft(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  context: Context,
): Draft<PersistentVolume> {
  const { name, namespace = '', uid, resourceVersion } = claim.metadata;
  const { provisioner: driver, parameters = {}, mountOptions, reclaimPolicy } = storageClass;
  const rng = context.rng.fork(`volume ${uid}`);
  const volumeMode = claim.spec.volumeMode ?? 'Filesystem';
  const place = placeFor(claim, storageClass, context.client);
  return {
    metadata: {
      name: `pvc-${uid}`,
      annotations: { [PROVISIONED_BY]: driver, [SECRET_NAME]: '', [SECRET_NAMESPACE]: '' },
      ...(reclaimPolicy === 'Delete' ? { finalizers: [PROVISIONER_FINALIZER] } : {}),
    },
    spec: {
      accessModes: claim.spec.accessModes ?? [],
      capacity: { storage: claim.spec.resources?.requests?.['storage'] ?? '0' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, resourceVersion, uid },
      csi: {
        driver,
        ...(volumeMode === 'Block' ? {} : { fsType: parameters[FILE_SYSTEM_TYPE] ?? FILE_SYSTEM }),
        volumeAttributes: { 'storage.kubernetes.io/csiProvisionerIdentity': identityOf(driver, context) },
        volumeHandle: `vol-${rng.hex(17)}`,
      },
      ...(mountOptions === undefined ? {} : { mountOptions }),
      ...(place === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: [place] } } }),
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: storageClass.metadata.name,
      volumeMode,
    },
  };
}

/** Start time, a number, and the driver: the same for all volumes of one sidecar. */
function identityOf(driver: string, { rng }: Context): string {
  const own = rng.fork(`provisioner ${driver}`);
  return `${1_700_000_000_000 + own.integer(1_000_000_000)}-${1000 + own.integer(9000)}-${driver}`;
}
