import type { Context, LookAgain } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PROVISIONED_BY } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import { VolumeAttachment } from '../../kinds/storage/volumeattachment/kind.ts';
import { instantOf } from '../../machinery/instant.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { doneAt, isInstalled, sourceOf } from './driver.ts';

/** Holds a volume with policy Delete until its driver has deleted the bytes (V-15). */
export const PROVISIONER_FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer';

/** Deletes the bytes of a released volume, and then the object; not while a node has it (V-12). */
export function deleteVolume(volume: PersistentVolume, context: Context): LookAgain | undefined {
  const { client, event, now } = context;
  const { metadata, spec, status } = volume;
  const driver = metadata.annotations?.[PROVISIONED_BY];
  if (status?.phase !== 'Released' || spec.persistentVolumeReclaimPolicy !== 'Delete') return undefined;
  if (driver === undefined || !isInstalled(driver, client)) return undefined;
  const [held] = client.list(VolumeAttachment, {
    under: { index: 'attachment', word: `volume/${metadata.name}` },
  });
  if (held !== undefined) {
    const why = `persistentvolume ${metadata.name} is still attached to node ${held.spec.nodeName}`;
    event(volume, 'Warning', 'VolumeFailedDelete', why, { source: sourceOf(driver, context) });
    return undefined;
  }
  const since = instantOf(status.lastPhaseTransitionTime ?? metadata.creationTimestamp);
  const due = doneAt(since, `delete/${metadata.uid}`, context);
  if (due > now) return { at: due, because: 'progress' };
  const finalizers = (metadata.finalizers ?? []).filter((name) => name !== PROVISIONER_FINALIZER);
  const updated = client.update(PersistentVolume, { ...volume, metadata: { ...metadata, finalizers } });
  if (updated.metadata.deletionTimestamp === undefined) client.delete(PersistentVolume, refOf(volume));
  return undefined;
}
