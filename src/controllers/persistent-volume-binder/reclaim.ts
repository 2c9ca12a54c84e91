import type { Context } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { withPhase } from './binding.ts';
import { HOST_PATH, PROVISIONED_FINALIZER } from './provisioning.ts';

const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/** The claim has gone: the volume is Released, and by its policy kept or deleted (V-11, V-12). */
export function reclaim(volume: PersistentVolume, { client, event, now }: Context): void {
  const released = withPhase(client, volume, 'Released', now);
  if (released.spec.persistentVolumeReclaimPolicy !== 'Delete') return;
  if (released.metadata.annotations?.[PROVISIONED_BY] === HOST_PATH) {
    remove(released, client);
    return;
  }
  const why = deletionFault(released);
  if (why === undefined) return;
  const failed = { ...released, status: { ...released.status, phase: 'Failed' as const, message: why } };
  client.updateStatus(PersistentVolume, failed);
  event(released, 'Warning', 'VolumeFailedDelete', why);
}

function remove(volume: PersistentVolume, client: Context['client']): void {
  const ref = { namespace: '', name: volume.metadata.name };
  client.delete(PersistentVolume, ref);
  const left = client.find(PersistentVolume, ref);
  if (left === undefined) return;
  const finalizers = (left.metadata.finalizers ?? []).filter((name) => name !== PROVISIONED_FINALIZER);
  client.update(PersistentVolume, { ...left, metadata: { ...left.metadata, finalizers } });
}

function deletionFault({ metadata, spec }: PersistentVolume): string | undefined {
  if (metadata.annotations?.[PROVISIONED_BY] !== undefined) return undefined;
  if (spec.hostPath === undefined)
    return `error getting deleter volume plugin for volume ${JSON.stringify(metadata.name)}: no deletable volume plugin matched`;
  return spec.hostPath.path.startsWith('/tmp/')
    ? undefined
    : `host_path deleter only supports /tmp/.+ but received provided ${spec.hostPath.path}`;
}
