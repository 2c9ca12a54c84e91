import type { Actor, Client } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { claimNames, foreignClaim } from '../../kinds/core/pod/claims.ts';
import { isScheduled } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import { isTerminating, type KubeObject } from '../../machinery/object-meta.ts';

/** A claim that is being deleted goes when no pod uses it any more (V-14). */
export const claimProtection: Actor = {
  name: 'persistentvolumeclaim-protection-controller',
  triggers: [
    itself(PersistentVolumeClaim),
    onChange(Pod, ({ type, object }) => {
      if (type !== 'DELETED' && !isShutDown(object)) return [];
      const { namespace = '' } = object.metadata;
      return claimNames(object).map(({ name }) => ({ namespace, name }));
    }),
  ],
  reconcile: (ref, { client }) => {
    const claim = client.find(PersistentVolumeClaim, ref);
    if (claim === undefined || !isTerminating(claim)) return undefined;
    const users = client.list(Pod, {
      under: { index: 'pod-of-claim', word: `${ref.namespace}/${ref.name}` },
    });
    if (users.every((pod) => !uses(pod, claim)))
      dropFinalizer(client, PersistentVolumeClaim, claim, 'kubernetes.io/pvc-protection');
    return undefined;
  },
};

/**
 * A pod that has a node holds its claims for as long as it is there, ended or not: only an ephemeral volume is let go
 * of by a pod that is shut down. A pod without a node will not get one with a claim that is going.
 */
function uses(pod: Pod, claim: PersistentVolumeClaim): boolean {
  if (!isScheduled(pod)) return false;
  return claimNames(pod).some(({ name, ephemeral }) => {
    if (name !== claim.metadata.name) return false;
    return !ephemeral || (!isShutDown(pod) && foreignClaim(claim, pod) === undefined);
  });
}

/** Its containers have ended and it is only waiting for somebody's finalizer. */
const isShutDown = ({ metadata }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0;

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
