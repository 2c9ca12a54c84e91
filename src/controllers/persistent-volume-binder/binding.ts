import type { Client } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import type { PersistentVolumePhase } from '../../kinds/core/persistentvolume/types.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { type Instant, timeOf } from '../../machinery/instant.ts';

export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

/** Binds claim and volume to each other in upstream's four writes, leaving out those that are done (V-5). */
export function bind(
  client: Client,
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
  now: Instant,
): void {
  const claimed = claimVolume(client, volume, claim);
  withPhase(client, claimed, 'Bound', now);
  const named = nameVolume(client, claim, claimed.metadata.name);
  const capacity = claimed.spec.capacity?.['storage'];
  client.updateStatus(PersistentVolumeClaim, {
    ...named,
    status: {
      ...named.status,
      phase: 'Bound',
      ...(claimed.spec.accessModes === undefined ? {} : { accessModes: claimed.spec.accessModes }),
      ...(capacity === undefined ? {} : { capacity: { ...named.status?.capacity, storage: capacity } }),
    },
  });
}

function claimVolume(
  client: Client,
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): PersistentVolume {
  const { claimRef } = volume.spec;
  if (claimRef?.uid === claim.metadata.uid) return volume;
  const reference = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    name: claim.metadata.name,
    namespace: claim.metadata.namespace ?? '',
    resourceVersion: claim.metadata.resourceVersion,
    uid: claim.metadata.uid,
  };
  const annotations =
    claimRef === undefined
      ? { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' }
      : volume.metadata.annotations;
  return client.update(PersistentVolume, {
    ...volume,
    metadata: { ...volume.metadata, ...(annotations === undefined ? {} : { annotations }) },
    spec: { ...volume.spec, claimRef: reference },
  });
}

function nameVolume(client: Client, claim: PersistentVolumeClaim, volumeName: string): PersistentVolumeClaim {
  const chosen = claim.spec.volumeName === undefined || claim.spec.volumeName === '';
  const annotations = {
    ...claim.metadata.annotations,
    [BIND_COMPLETED]: 'yes',
    ...(chosen ? { [BOUND_BY_CONTROLLER]: 'yes' } : {}),
  };
  return client.update(PersistentVolumeClaim, {
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...claim.spec, volumeName },
  });
}

export function withPhase(
  client: Client,
  volume: PersistentVolume,
  phase: PersistentVolumePhase,
  now: Instant,
): PersistentVolume {
  if (volume.status?.phase === phase) return volume;
  return client.updateStatus(PersistentVolume, {
    ...volume,
    status: { ...volume.status, phase, lastPhaseTransitionTime: timeOf(now) },
  });
}

export const isBindCompleted = (claim: PersistentVolumeClaim): boolean =>
  claim.metadata.annotations?.[BIND_COMPLETED] !== undefined;
