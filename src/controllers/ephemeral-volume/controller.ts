import type { Actor, Context } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { claimOfVolume, foreignClaim } from '../../kinds/core/pod/claims.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Volume } from '../../kinds/core/pod/types.ts';
import { controllerOf, isTerminating, refOf } from '../../machinery/object-meta.ts';
import { conflict, StatusError } from '../../machinery/status.ts';
import { controllerRef } from '../pod-control/controller-ref.ts';

/** Makes the claim of each generic ephemeral volume; it belongs to the pod and goes with it. */
export const ephemeralVolumes: Actor = {
  name: 'ephemeral_volume',
  triggers: [
    onChange(Pod, ({ type, object, before }) =>
      type === 'DELETED' || before !== undefined || !hasEphemeral(object) ? [] : [refOf(object)],
    ),
    onChange(PersistentVolumeClaim, ({ type, object }) => {
      const owner = type === 'DELETED' ? controllerOf(object) : undefined;
      return owner?.kind === Pod.kind
        ? [{ namespace: object.metadata.namespace ?? '', name: owner.name }]
        : [];
    }),
  ],
  reconcile: (ref, context) => {
    const pod = context.client.find(Pod, ref);
    if (pod === undefined || isTerminating(pod)) return undefined;
    for (const volume of pod.spec.volumes ?? []) makeClaim(pod, volume, context);
    return undefined;
  },
};

const hasEphemeral = ({ spec }: Pod): boolean =>
  (spec.volumes ?? []).some(({ ephemeral }) => ephemeral !== undefined);

function makeClaim(pod: Pod, volume: Volume, { client, event }: Context): void {
  const template = volume.ephemeral?.volumeClaimTemplate;
  const use = claimOfVolume(pod, volume);
  if (template === undefined || use === undefined) return;
  const { namespace = '' } = pod.metadata;
  const fail = (why: string): void =>
    event(pod, 'Warning', 'FailedBinding', `ephemeral volume ${volume.name}: ${why}`);
  const claim = client.find(PersistentVolumeClaim, { namespace, name: use.name });
  if (claim !== undefined) {
    const why = foreignClaim(claim, pod);
    if (why === undefined) return;
    fail(why);
    throw conflict(PersistentVolumeClaim, use.name, why);
  }
  const { annotations, labels } = template.metadata ?? {};
  try {
    client.create(PersistentVolumeClaim, {
      metadata: {
        namespace,
        name: use.name,
        ...(annotations === undefined ? {} : { annotations }),
        ...(labels === undefined ? {} : { labels }),
        ownerReferences: [controllerRef(pod)],
      },
      spec: template.spec,
    });
  } catch (error) {
    if (error instanceof StatusError) fail(`create PVC ${use.name}: ${error.message}`);
    throw error;
  }
}
