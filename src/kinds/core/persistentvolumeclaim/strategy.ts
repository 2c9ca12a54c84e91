import type { TypedLocalObjectReference } from '../common-types.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './types.ts';

export function prepareForCreate(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  return { ...claim, spec: preparedSpec(claim.spec), status: { phase: 'Pending' } };
}

export function prepareForUpdate(
  claim: PersistentVolumeClaim,
  before: PersistentVolumeClaim,
): PersistentVolumeClaim {
  return { ...claim, spec: preparedSpec(claim.spec, before.spec), status: before.status ?? {} };
}

/** Fields of features that are off in 1.33 only stay where they already are. */
export function prepareForStatusUpdate(
  claim: PersistentVolumeClaim,
  before: PersistentVolumeClaim,
): PersistentVolumeClaim {
  const {
    currentVolumeAttributesClassName: name,
    modifyVolumeStatus: modify,
    ...status
  } = claim.status ?? {};
  const keepsName = name !== undefined && before.status?.currentVolumeAttributesClassName !== undefined;
  const keepsModify = modify !== undefined && before.status?.modifyVolumeStatus !== undefined;
  return {
    ...claim,
    spec: before.spec,
    status: {
      ...status,
      ...(keepsName ? { currentVolumeAttributesClassName: name } : {}),
      ...(keepsModify ? { modifyVolumeStatus: modify } : {}),
    },
  };
}

function preparedSpec(
  spec: PersistentVolumeClaimSpec,
  before?: PersistentVolumeClaimSpec,
): PersistentVolumeClaimSpec {
  return withBothSources(withoutForeignSource(withoutDisabledFields(spec, before), before));
}

function withoutDisabledFields(
  { volumeAttributesClassName, dataSourceRef, ...rest }: PersistentVolumeClaimSpec,
  before?: PersistentVolumeClaimSpec,
): PersistentVolumeClaimSpec {
  const keepsClass =
    volumeAttributesClassName !== undefined && before?.volumeAttributesClassName !== undefined;
  const keepsRef =
    dataSourceRef !== undefined && (!dataSourceRef.namespace || before?.dataSourceRef !== undefined);
  return {
    ...rest,
    ...(keepsRef ? { dataSourceRef } : {}),
    ...(keepsClass ? { volumeAttributesClassName } : {}),
  };
}

/** Of old, dataSource could only be a claim or a snapshot: anything else is silently dropped. */
function withoutForeignSource(
  spec: PersistentVolumeClaimSpec,
  before?: PersistentVolumeClaimSpec,
): PersistentVolumeClaimSpec {
  const { dataSource, ...rest } = spec;
  if (dataSource === undefined || before?.dataSource !== undefined || before?.dataSourceRef !== undefined)
    return spec;
  if (spec.dataSourceRef !== undefined || isClaimOrSnapshot(dataSource)) return spec;
  return rest;
}

function isClaimOrSnapshot({ kind, apiGroup = '' }: TypedLocalObjectReference): boolean {
  const isSnapshot = kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io';
  return isSnapshot || (kind === 'PersistentVolumeClaim' && !apiGroup);
}

/** dataSource and dataSourceRef follow each other where one is missing. */
function withBothSources(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource !== undefined && dataSourceRef === undefined) return { ...spec, dataSourceRef: dataSource };
  if (dataSource !== undefined || dataSourceRef === undefined || dataSourceRef.namespace) return spec;
  const { namespace: _, ...local } = dataSourceRef;
  return { ...spec, dataSource: local };
}
