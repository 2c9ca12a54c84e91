import type { Actor, Client } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import { isTerminating, type KubeObject } from '../../machinery/object-meta.ts';

/** A claim that is being deleted goes when no live pod uses it any more (V-14). */
export const claimProtection: Actor = {
  name: 'persistentvolumeclaim-protection-controller',
  triggers: [
    itself(PersistentVolumeClaim),
    onChange(Pod, ({ type, object, before }) => {
      if (type !== 'DELETED' && object.status?.phase === before?.status?.phase) return [];
      return (object.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
        persistentVolumeClaim === undefined
          ? []
          : [{ namespace: object.metadata.namespace ?? '', name: persistentVolumeClaim.claimName }],
      );
    }),
  ],
  reconcile: (ref, { client }) => {
    const claim = client.find(PersistentVolumeClaim, ref);
    if (claim === undefined || !isTerminating(claim)) return undefined;
    const users = client.list(Pod, {
      under: { index: 'pod-of-claim', word: `${ref.namespace}/${ref.name}` },
    });
    if (!users.some(isLive))
      dropFinalizer(client, PersistentVolumeClaim, claim, 'kubernetes.io/pvc-protection');
    return undefined;
  },
};

const isLive = ({ status }: Pod): boolean => status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

/** A volume that is being deleted goes when it is not bound any more (V-14). */
export const volumeProtection: Actor = {
  name: 'persistentvolume-protection-controller',
  triggers: [itself(PersistentVolume)],
  reconcile: (ref, { client }) => {
    const volume = client.find(PersistentVolume, ref);
    if (volume === undefined || !isTerminating(volume) || volume.status?.phase === 'Bound') return undefined;
    dropFinalizer(client, PersistentVolume, volume, 'kubernetes.io/pv-protection');
    return undefined;
  },
};

function dropFinalizer<T extends KubeObject>(
  client: Client,
  kind: Kind<T>,
  object: T,
  finalizer: string,
): void {
  const { finalizers = [], ...rest } = object.metadata;
  if (!finalizers.includes(finalizer)) return;
  const left = finalizers.filter((name) => name !== finalizer);
  client.update(kind, { ...object, metadata: left.length === 0 ? rest : { ...rest, finalizers: left } });
}
