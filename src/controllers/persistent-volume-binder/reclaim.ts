import type { Context } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PROVISIONED_BY } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { withPhase } from './binding.ts';
import { HOST_PATH, PROVISIONED_FINALIZER } from './provisioning.ts';
import { recycle } from './recycler.ts';

/** The claim has gone: the volume is kept, deleted or recycled, as its policy says (V-11 to V-13). */
export function reclaim(volume: PersistentVolume, context: Context): 'done' | 'again' {
  switch (volume.spec.persistentVolumeReclaimPolicy) {
    case 'Delete':
      return deleteVolume(volume, context);
    case 'Recycle':
      return recycle(volume, context);
    default:
      return 'done';
  }
}

function deleteVolume(volume: PersistentVolume, { client, event, now }: Context): 'done' | 'again' {
  const deleter = deleterOf(volume);
  if (deleter === 'external') return 'done';
  if ('fault' in deleter) {
    if (volume.status?.phase === 'Failed') return 'again';
    withPhase(client, volume, 'Failed', now, deleter.fault);
    event(volume, 'Warning', 'VolumeFailedDelete', deleter.fault);
    return 'again';
  }
  const finalizers = (volume.metadata.finalizers ?? []).filter((name) => name !== PROVISIONED_FINALIZER);
  client.update(PersistentVolume, { ...volume, metadata: { ...volume.metadata, finalizers } });
  if (volume.metadata.deletionTimestamp === undefined) client.delete(PersistentVolume, refOf(volume));
  return 'done';
}

const LOCAL_PREFIX = 'kubernetes.io/';

/** Who can delete the bytes: a plugin of the controller, a driver of its own, or nobody (V-12). */
function deleterOf({
  metadata,
  spec,
}: PersistentVolume): 'external' | { plugin: string } | { fault: string } {
  const provisioner = metadata.annotations?.[PROVISIONED_BY];
  if (provisioner) {
    if (provisioner === HOST_PATH) return deleterOfHostPath(spec.hostPath?.path);
    if (!provisioner.startsWith(LOCAL_PREFIX)) return 'external';
    return { fault: `no volume plugin matched name: ${provisioner}` };
  }
  if (spec.csi !== undefined) return 'external';
  if (spec.hostPath !== undefined) return deleterOfHostPath(spec.hostPath.path);
  const why =
    spec.nfs === undefined && spec.local === undefined
      ? 'no volume plugin matched'
      : 'no deletable volume plugin matched';
  return {
    fault: `error getting deleter volume plugin for volume ${JSON.stringify(metadata.name)}: ${why}`,
  };
}

function deleterOfHostPath(path = ''): { plugin: string } | { fault: string } {
  if (/\/tmp\/.+/.test(path)) return { plugin: HOST_PATH };
  return { fault: `host_path deleter only supports /tmp/.+ but received provided ${path}` };
}
