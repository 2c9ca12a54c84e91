import type { Reader } from '../client/client.ts';
import { PersistentVolume } from '../kinds/core/persistentvolume/kind.ts';
import { BIND_COMPLETED } from '../kinds/core/persistentvolumeclaim/annotations.ts';
import { classOf } from '../kinds/core/persistentvolumeclaim/conditions.ts';
import { PersistentVolumeClaim } from '../kinds/core/persistentvolumeclaim/kind.ts';
import { claimNames, foreignClaim } from '../kinds/core/pod/claims.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { StorageClass } from '../kinds/storage/storageclass/kind.ts';
import { isTerminating } from '../machinery/object-meta.ts';

/** The claims a pod names, by what stands between them and their volumes. */
export interface PodClaims {
  readonly bound: readonly {
    readonly claim: PersistentVolumeClaim;
    readonly volume: PersistentVolume | undefined;
  }[];
  /** Unbound claims whose class waits for the pod's node. */
  readonly delayed: readonly PersistentVolumeClaim[];
}

/** Reads the pod's claims, or says why the pod cannot be placed anywhere (S-7). */
export function claimsOf(pod: Pod, reader: Reader): PodClaims | { readonly problem: string } {
  const names = claimNames(pod);
  const bound: { claim: PersistentVolumeClaim; volume: PersistentVolume | undefined }[] = [];
  const delayed: PersistentVolumeClaim[] = [];
  for (const { name, ephemeral } of names) {
    const claim = reader.find(PersistentVolumeClaim, { namespace: pod.metadata.namespace ?? '', name });
    const problem = problemWith(claim, name, ephemeral ? pod : undefined);
    if (claim === undefined || problem !== undefined) return { problem: problem ?? '' };
  }
  for (const { name } of names) {
    const claim = reader.find(PersistentVolumeClaim, { namespace: pod.metadata.namespace ?? '', name });
    if (claim === undefined) continue;
    if (isFullyBound(claim)) bound.push({ claim, volume: volumeOf(claim, reader) });
    else if (waitsForConsumer(claim, reader)) delayed.push(claim);
    else return { problem: 'pod has unbound immediate PersistentVolumeClaims' };
  }
  return { bound, delayed };
}

function problemWith(
  claim: PersistentVolumeClaim | undefined,
  name: string,
  maker: Pod | undefined,
): string | undefined {
  if (claim === undefined) {
    return maker !== undefined
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
      : `persistentvolumeclaim "${name}" not found`;
  }
  if (claim.status?.phase === 'Lost') {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`;
  }
  if (isTerminating(claim)) return `persistentvolumeclaim "${name}" is being deleted`;
  return maker === undefined ? undefined : foreignClaim(claim, maker);
}

const isFullyBound = ({ spec, metadata }: PersistentVolumeClaim): boolean =>
  Boolean(spec.volumeName) && metadata.annotations?.[BIND_COMPLETED] !== undefined;

/** A claim that names its volume is bound at once, whatever its class says (V-24). */
function waitsForConsumer(claim: PersistentVolumeClaim, reader: Reader): boolean {
  if (claim.spec.volumeName) return false;
  const name = classOf(claim);
  if (!name) return false;
  return reader.find(StorageClass, { namespace: '', name })?.volumeBindingMode === 'WaitForFirstConsumer';
}

function volumeOf({ spec }: PersistentVolumeClaim, reader: Reader): PersistentVolume | undefined {
  return reader.find(PersistentVolume, { namespace: '', name: spec.volumeName ?? '' });
}
