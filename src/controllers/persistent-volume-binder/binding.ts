import type { Client } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import type { PersistentVolumePhase } from '../../kinds/core/persistentvolume/types.ts';
import { BIND_COMPLETED, BOUND_BY_CONTROLLER } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { type Instant, timeOf } from '../../machinery/instant.ts';

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
  const { accessModes } = claimed.spec;
  client.updateStatus(PersistentVolumeClaim, {
    ...named,
    status: {
      ...named.status,
      ...(named.status?.phase === 'Bound' ? {} : capacityOf(claimed, named)),
      phase: 'Bound',
      ...(accessModes === undefined ? {} : { accessModes }),
    },
  });
}

/** Told once: later on a file system may be smaller than its volume, and knows it. */
function capacityOf({ spec }: PersistentVolume, { status }: PersistentVolumeClaim) {
  const storage = spec.capacity?.['storage'];
  return storage === undefined ? {} : { capacity: { ...status?.capacity, storage } };
}

function claimVolume(
  client: Client,
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): PersistentVolume {
  const { claimRef } = volume.spec;
  if (claimRef?.uid === claim.metadata.uid) return volume;
  const { name, namespace = '', resourceVersion, uid } = claim.metadata;
  const reference = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    name,
    namespace,
    resourceVersion,
    uid,
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
  const isChosen = claim.spec.volumeName !== volumeName;
  const annotations = {
    ...claim.metadata.annotations,
    [BIND_COMPLETED]: 'yes',
    ...(isChosen ? { [BOUND_BY_CONTROLLER]: 'yes' } : {}),
  };
  return client.update(PersistentVolumeClaim, {
    ...claim,
    metadata: { ...claim.metadata, annotations },
    spec: { ...claim.spec, volumeName },
  });
}

/** Takes the binding back: what the controller chose is free, what the user chose stays promised by name. */
export function unbind(client: Client, volume: PersistentVolume, now: Instant): void {
  const { claimRef, ...spec } = volume.spec;
  const { annotations = {}, ...metadata } = volume.metadata;
  const { [BOUND_BY_CONTROLLER]: byController, ...others } = annotations;
  const { uid: _, ...promise } = claimRef ?? {};
  const unbound = client.update(
    PersistentVolume,
    byController === undefined
      ? { ...volume, spec: { ...volume.spec, claimRef: promise } }
      : {
          ...volume,
          metadata: Object.keys(others).length === 0 ? metadata : { ...metadata, annotations: others },
          spec,
        },
  );
  withPhase(client, unbound, 'Available', now);
}

/** Writes the phase, with the message that belongs to it, when it is another one. */
export function withPhase(
  client: Client,
  volume: PersistentVolume,
  phase: PersistentVolumePhase,
  now: Instant,
  message?: string,
): PersistentVolume {
  if (volume.status?.phase === phase) return volume;
  const { message: _, ...status } = volume.status ?? {};
  const told = message === undefined ? {} : { message };
  return client.updateStatus(PersistentVolume, {
    ...volume,
    status: { ...status, ...told, phase, lastPhaseTransitionTime: timeOf(now) },
  });
}

export const isBindCompleted = (claim: PersistentVolumeClaim): boolean =>
  claim.metadata.annotations?.[BIND_COMPLETED] !== undefined;
