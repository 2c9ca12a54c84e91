import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
} from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { dns1123Label, dns1123Subdomain } from '../../../machinery/names.ts';
import { compareQuantity, parseQuantity, quantitySign } from '../../../machinery/quantity.ts';
import { goDiff } from '../../schema/go-diff/diff.ts';
import { immutable } from '../../validation/immutable.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { positiveQuantity } from '../../validation/quantities.ts';
import type { TypedObjectReference } from '../common-types.ts';
import { BETA_CLASS_ANNOTATION } from '../persistentvolume/conditions.ts';
import { oneOf, validateAccessModes, validateClass } from '../persistentvolume/validation.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './types.ts';

/** ValidatePersistentVolumeClaim. */
export function validate({ spec }: Pick<PersistentVolumeClaim, 'spec'>): readonly FieldError[] {
  return validateClaimSpec(spec, 'spec');
}

/** ValidatePersistentVolumeClaimSpec, also of claims inside other objects. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, field: string): readonly FieldError[] {
  const size = spec.resources?.requests?.['storage'];
  const path = `${field}.resources[storage]`;
  const missing = [required(`${field}.accessModes`, 'at least 1 access mode is required')];
  return [
    ...(spec.accessModes?.length ? [] : missing),
    ...validateLabelSelector(spec.selector, `${field}.selector`),
    ...validateAccessModes(spec.accessModes, `${field}.accessModes`),
    ...(size === undefined ? [required(path)] : positiveQuantity(size, path)),
    ...validateClass(spec.storageClassName, `${field}.storageClassName`),
    ...oneOf(`${field}.volumeMode`, spec.volumeMode, ['Block', 'Filesystem']),
    ...validateDataSources(spec, field),
  ];
}

function validateDataSources(
  { dataSource, dataSourceRef }: PersistentVolumeClaimSpec,
  field: string,
): readonly FieldError[] {
  const faults = [
    ...validateReference(dataSource, `${field}.dataSource`),
    ...validateReference(dataSourceRef, `${field}.dataSourceRef`),
  ];
  if (dataSource === undefined || dataSourceRef === undefined) return faults;
  const told = (detail: string): FieldError => invalidShown(field, PATH_DUMP, detail);
  if (dataSourceRef.namespace) {
    return [...faults, told('may not be specified when dataSourceRef.namespace is specified')];
  }
  const { namespace: _, ...local } = dataSourceRef;
  return equalJson(local, dataSource) ? faults : [...faults, told('must match dataSourceRef')];
}

/** Upstream hands over the field's path as the value, and Go shows the struct. */
const PATH_DUMP = 'field.Path{name:"dataSource", index:"", parent:(*field.Path)(0xc000000000)}';

function validateReference(
  reference: TypedObjectReference | undefined,
  field: string,
): readonly FieldError[] {
  if (reference === undefined) return [];
  const { name, kind, namespace } = reference;
  const apiGroup = reference.apiGroup ?? '';
  const misplaced = apiGroup === '' && kind !== 'PersistentVolumeClaim';
  return [
    ...(name ? [] : [required(`${field}.name`)]),
    ...(kind ? [] : [required(`${field}.kind`)]),
    ...(misplaced
      ? [invalid(field, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
      : []),
    ...(apiGroup === ''
      ? []
      : dns1123Subdomain(apiGroup).map((text) => invalid(`${field}.apiGroup`, apiGroup, text))),
    ...(namespace
      ? dns1123Label(namespace).map((text) => invalid(`${field}.namespace`, namespace, text))
      : []),
  ];
}

/** The strategy validates a changed claim as a new one and as a change: its own faults are told twice. */
export function validateUpdate(
  claim: PersistentVolumeClaim,
  before: PersistentVolumeClaim,
): readonly FieldError[] {
  const faults = validate(claim);
  const { spec } = claim;
  const sameClass = spec.volumeAttributesClassName === before.spec.volumeAttributesClassName;
  return [
    ...faults,
    ...faults,
    ...(upgradesClass(claim, before) ? [] : validateAnnotation(claim, before)),
    ...validateFixedPart(fixedPart(claim, before), fixedOld(claim, before)),
    ...validateSize(claim, before),
    ...immutable(spec.volumeMode, before.spec.volumeMode, 'volumeMode'),
    ...(sameClass ? [] : [forbidden('spec.volumeAttributesClassName', GATE_OFF)]),
  ];
}

function validateFixedPart(spec: Spec, before: Spec): readonly FieldError[] {
  if (equalJson(spec, before)) return [];
  return [forbidden('spec', `${IMMUTABLE}${goDiff('core/v1.PersistentVolumeClaimSpec', before, spec)}`)];
}

const IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n';
const GATE_OFF = 'update is forbidden when the VolumeAttributesClass feature gate is disabled';

/** From the class of the old annotation to the same class in the field. */
function upgradesClass({ metadata, spec }: PersistentVolumeClaim, before: PersistentVolumeClaim): boolean {
  const old = before.metadata.annotations?.[BETA_CLASS_ANNOTATION];
  const now = metadata.annotations?.[BETA_CLASS_ANNOTATION] ?? old;
  const fieldIsNew = before.spec.storageClassName === undefined && spec.storageClassName === old;
  return old !== undefined && fieldIsNew && now === old;
}

function validateAnnotation(
  { metadata }: PersistentVolumeClaim,
  before: PersistentVolumeClaim,
): readonly FieldError[] {
  const value = metadata.annotations?.[BETA_CLASS_ANNOTATION] ?? '';
  const old = before.metadata.annotations?.[BETA_CLASS_ANNOTATION] ?? '';
  return immutable(value, old, `metadata.annotations.${BETA_CLASS_ANNOTATION}`);
}

type Spec = Partial<PersistentVolumeClaimSpec>;

/** The new spec with those changes taken back that are allowed. */
function fixedPart(claim: PersistentVolumeClaim, before: PersistentVolumeClaim): Spec {
  const { storageClassName, ...spec } = claim.spec;
  const mayFill = before.spec.storageClassName === undefined && storageClassName !== undefined;
  const old = before.metadata.annotations?.[BETA_CLASS_ANNOTATION];
  const filled = upgradesClass(claim, before) || (mayFill && (old === undefined || old === storageClassName));
  const named = filled || storageClassName === undefined ? spec : { ...spec, storageClassName };
  return claim.status?.phase === 'Bound' ? withSizeOf(named, before.spec) : named;
}

function withSizeOf(spec: Spec, before: PersistentVolumeClaimSpec): Spec {
  const { volumeAttributesClassName: name, ...rest } = spec;
  const oldName = before.volumeAttributesClassName;
  const named =
    name === undefined || oldName === undefined ? rest : { ...rest, volumeAttributesClassName: oldName };
  const storage = before.resources?.requests?.['storage'];
  if (spec.resources?.requests === undefined || storage === undefined) return named;
  return { ...named, resources: { ...spec.resources, requests: { ...spec.resources.requests, storage } } };
}

/** volumeName may be set once, by the controller that binds. */
function fixedOld({ spec }: PersistentVolumeClaim, before: PersistentVolumeClaim): Spec {
  if (before.spec.volumeName) return before.spec;
  const { volumeName: _, ...rest } = before.spec;
  return spec.volumeName === undefined ? rest : { ...rest, volumeName: spec.volumeName };
}

/** A size may shrink again, but not to what the volume already has (RecoverVolumeExpansionFailure). */
function validateSize({ spec }: PersistentVolumeClaim, before: PersistentVolumeClaim): readonly FieldError[] {
  const size = parseQuantity(spec.resources?.requests?.['storage'] ?? '0');
  const old = parseQuantity(before.spec.resources?.requests?.['storage'] ?? '0');
  const held = parseQuantity(before.status?.capacity?.['storage'] ?? '0');
  if (compareQuantity(size, old) >= 0 || compareQuantity(size, held) > 0) return [];
  return [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')];
}

/** ValidatePersistentVolumeClaimStatusUpdate. */
export function validateStatusUpdate({ spec, status }: PersistentVolumeClaim): readonly FieldError[] {
  return [
    ...(spec.accessModes?.length ? [] : [required('Spec.accessModes')]),
    ...Object.entries(status?.capacity ?? {}).flatMap(([name, text]) => {
      if (quantitySign(parseQuantity(text)) >= 0) return [];
      return [invalid(`status.capacity[${name}]`, text, 'must be a valid resource quantity')];
    }),
  ];
}
