import { controllerOf } from '../../../machinery/object-meta.ts';
import type { PersistentVolumeClaim } from '../persistentvolumeclaim/types.ts';
import type { Pod, Volume } from './types.ts';

/** A claim that a pod uses by name, or that is made for one of its ephemeral volumes. */
export interface ClaimUse {
  readonly name: string;
  readonly ephemeral: boolean;
}

/** The claim behind a volume of the pod; an ephemeral volume's is called `<pod>-<volume>`. */
export function claimOfVolume({ metadata }: Pod, volume: Volume): ClaimUse | undefined {
  if (volume.persistentVolumeClaim !== undefined)
    return { name: volume.persistentVolumeClaim.claimName, ephemeral: false };
  return volume.ephemeral === undefined
    ? undefined
    : { name: `${metadata.name}-${volume.name}`, ephemeral: true };
}

/** Names of the pod's claims, in the order of its volumes. */
export function claimNames(pod: Pod): readonly ClaimUse[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => claimOfVolume(pod, volume) ?? []);
}

/** Why a claim that bears the name of an ephemeral volume's is not that volume's; undefined when it is. */
export function foreignClaim(claim: PersistentVolumeClaim, pod: Pod): string | undefined {
  if (controllerOf(claim)?.uid === pod.metadata.uid) return undefined;
  const { namespace, name } = claim.metadata;
  return `PVC ${namespace}/${name} was not created for pod ${pod.metadata.namespace}/${pod.metadata.name} (pod is not owner)`;
}
