import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './types.ts';

/** SetDefaults_PersistentVolumeClaim. */
export function defaults(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const { status } = claim;
  return {
    ...claim,
    spec: defaultClaimSpec(claim.spec),
    status: { ...status, phase: status?.phase || 'Pending' },
  };
}

/** SetDefaults_PersistentVolumeClaimSpec, also of claims inside other objects. */
export function defaultClaimSpec(spec: PersistentVolumeClaimSpec | undefined): PersistentVolumeClaimSpec {
  if (spec?.volumeMode !== undefined) return spec;
  return { ...spec, volumeMode: 'Filesystem' };
}
