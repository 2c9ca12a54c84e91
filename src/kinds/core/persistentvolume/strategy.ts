import type { PersistentVolume, PersistentVolumeSpec, PersistentVolumeStatus } from './types.ts';

/** SetDefaults_PersistentVolume (V-10). */
export function defaults(volume: PersistentVolume): PersistentVolume {
  const { status } = volume;
  const given: Partial<PersistentVolumeSpec> = volume.spec ?? {};
  const spec = {
    ...given,
    persistentVolumeReclaimPolicy: given.persistentVolumeReclaimPolicy || 'Retain',
    volumeMode: given.volumeMode ?? 'Filesystem',
    ...(given.hostPath === undefined
      ? {}
      : { hostPath: { ...given.hostPath, type: given.hostPath.type ?? '' } }),
  } as const;
  return { ...volume, spec, status: { ...status, phase: status?.phase || 'Pending' } };
}

export function prepareForCreate(volume: PersistentVolume): PersistentVolume {
  const lastPhaseTransitionTime = volume.metadata.creationTimestamp;
  return { ...withoutAttributesClass(volume), status: { phase: 'Pending', lastPhaseTransitionTime } };
}

export function prepareForUpdate(volume: PersistentVolume, before: PersistentVolume): PersistentVolume {
  const status = before.status ?? {};
  return { ...withoutAttributesClass(volume, before), status };
}

/** The field's feature gate is off in 1.33: it only stays where it already is. */
function withoutAttributesClass(volume: PersistentVolume, before?: PersistentVolume): PersistentVolume {
  if (before?.spec.volumeAttributesClassName !== undefined) return volume;
  const { volumeAttributesClassName: _, ...spec } = volume.spec;
  return { ...volume, spec };
}

/** A time that the writer left out is kept while the phase stays; with a new phase the writer tells it. */
export function prepareForStatusUpdate(volume: PersistentVolume, before: PersistentVolume): PersistentVolume {
  const status: PersistentVolumeStatus = volume.status ?? {};
  const old = before.status;
  const keeps = status.phase === old?.phase && status.lastPhaseTransitionTime === undefined;
  const { lastPhaseTransitionTime } = old ?? {};
  const times = keeps && lastPhaseTransitionTime !== undefined ? { lastPhaseTransitionTime } : {};
  return { ...volume, spec: before.spec, status: { ...status, ...times } };
}
