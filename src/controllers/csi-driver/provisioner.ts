import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PROVISIONERS } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import { classOf } from '../../kinds/core/persistentvolumeclaim/conditions.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { CSIDriver } from '../../kinds/storage/csidriver/kind.ts';
import { driverOf } from '../../kinds/storage/storageclass/driver.ts';
import { StorageClass } from '../../kinds/storage/storageclass/kind.ts';
import { VolumeAttachment } from '../../kinds/storage/volumeattachment/kind.ts';
import type { Instant } from '../../machinery/instant.ts';
import { isTerminating, refOf } from '../../machinery/object-meta.ts';
import { deleteVolume } from './deletion.ts';
import { doneAt, isInstalled, sourceOf } from './driver.ts';
import { volumeDraft } from './volume-draft.ts';

/** The external-provisioner beside each driver: makes the volumes that claims wait for, and deletes released ones (V-12, V-22). */
export const csiProvisioner: Actor = {
  name: 'csi-provisioner',
  component: 'csi-provisioner',
  triggers: [
    onChange(PersistentVolumeClaim, ({ type, object }) =>
      type !== 'DELETED' && provisionerOf(object) !== undefined && !object.spec.volumeName
        ? [refOf(object)]
        : [],
    ),
    onChange(PersistentVolume, ({ type, object }) =>
      type !== 'DELETED' && object.status?.phase === 'Released' ? [refOf(object)] : [],
    ),
    onChange(VolumeAttachment, ({ type, object }) =>
      type === 'DELETED' ? [{ namespace: '', name: object.spec.source.persistentVolumeName ?? '' }] : [],
    ),
    onChange(CSIDriver, ({ object, before }, reader) =>
      before === undefined
        ? reader
            .list(PersistentVolumeClaim)
            .filter((claim) => provisionerOf(claim) === object.metadata.name && !claim.spec.volumeName)
            .map(refOf)
        : [],
    ),
  ],
  reconcile: (ref, context) => {
    if (ref.namespace === '') {
      const volume = context.client.find(PersistentVolume, ref);
      return volume === undefined ? undefined : deleteVolume(volume, context);
    }
    const claim = context.client.find(PersistentVolumeClaim, ref);
    return claim === undefined ? undefined : provision(claim, context);
  },
};

const provisionerOf = ({ metadata }: PersistentVolumeClaim): string | undefined => {
  for (const key of PROVISIONERS) {
    const name = metadata.annotations?.[key];
    if (name !== undefined) return name;
  }
  return undefined;
};

function provision(claim: PersistentVolumeClaim, context: Context): LookAgain | undefined {
  const { client, event, memory, now } = context;
  const driver = provisionerOf(claim);
  const { namespace, name, uid } = claim.metadata;
  const row = `provision/${uid}`;
  const storageClass = client.find(StorageClass, { namespace: '', name: classOf(claim) ?? '' });
  const volumeName = `pvc-${uid}`;
  const isDone = client.find(PersistentVolume, { namespace: '', name: volumeName }) !== undefined;
  if (isDone || isTerminating(claim) || claim.spec.volumeName || storageClass === undefined) {
    if (memory.get(row) !== undefined) memory.set(row, undefined);
    return undefined;
  }
  // Nothing is read from snapshots or other claims: who asks for that waits for another driver.
  const isOther = driverOf(storageClass) !== driver || claim.spec.dataSourceRef !== undefined;
  if (driver === undefined || isOther || !isInstalled(driver, client)) return undefined;
  const source = { source: sourceOf(driver, context) };
  const began = memory.get(row) as Instant | undefined;
  if (began === undefined) {
    memory.set(row, now);
    const text = `External provisioner is provisioning volume for claim ${JSON.stringify(`${namespace}/${name}`)}`;
    event(claim, 'Normal', 'Provisioning', text, source);
  }
  const due = doneAt(began ?? now, row, context);
  if (due > now) return { at: due, because: 'progress' };
  memory.set(row, undefined);
  client.create(PersistentVolume, volumeDraft(claim, storageClass, context));
  event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volumeName}`, source);
  return undefined;
}
