import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { dns1123Subdomain } from '../../../machinery/names.ts';
import { validateNodeSelectorTerms } from '../../pod-template/placement/affinity-validation.ts';
import { goDiff } from '../../schema/go-diff/diff.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { immutable } from '../../validation/immutable.ts';
import { positiveQuantity } from '../../validation/quantities.ts';
import { SOURCE_FIELDS, validateSource } from './source-validation.ts';
import type { PersistentVolume, PersistentVolumeSpec } from './types.ts';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const VOLUME_MODES = ['Block', 'Filesystem'];

/** ValidatePersistentVolume. */
export function validate({ metadata, spec }: PersistentVolume): readonly FieldError[] {
  return [
    ...(spec.accessModes?.length ? [] : [required('spec.accessModes')]),
    ...validateAccessModes(spec.accessModes, 'spec.accessModes'),
    ...validateCapacity(spec),
    ...oneOf('spec.persistentVolumeReclaimPolicy', spec.persistentVolumeReclaimPolicy, RECLAIM_POLICIES),
    ...validateAffinity(spec),
    ...validateSource(spec),
    ...validateRecycle(spec),
    ...validateClass(spec.storageClassName, 'spec.storageClassName'),
    ...oneOf('spec.volumeMode', spec.volumeMode, VOLUME_MODES),
    ...validateMountOptions(metadata.annotations, spec),
  ];
}

/** The modes of a volume or a claim. */
export function validateAccessModes(modes: readonly string[] = [], field: string): readonly FieldError[] {
  const unknown = modes.filter((mode) => !ACCESS_MODES.includes(mode));
  const others = modes.some((mode) => ACCESS_MODES.includes(mode) && mode !== 'ReadWriteOncePod');
  const mixed = modes.includes('ReadWriteOncePod') && others;
  return [
    ...unknown.map((mode) => unsupported(field, mode, ACCESS_MODES)),
    ...(mixed ? [forbidden(field, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
}

export function oneOf(
  field: string,
  value: string | undefined,
  words: readonly string[],
): readonly FieldError[] {
  return value === undefined || value === '' || words.includes(value)
    ? []
    : [unsupported(field, value, words)];
}

export function validateClass(name: string | undefined, field: string): readonly FieldError[] {
  return name ? dns1123Subdomain(name).map((text) => invalid(field, name, text)) : [];
}

function validateCapacity({ capacity }: PersistentVolumeSpec): readonly FieldError[] {
  const field = 'spec.capacity';
  const names = Object.keys(capacity ?? {}).sort();
  const faults: FieldError[] = names.length === 0 ? [required(field)] : [];
  if (capacity?.['storage'] === undefined || names.length > 1) {
    faults.push({
      type: 'FieldValueNotSupported',
      field,
      shown: capacity === undefined ? 'core.ResourceList(nil)' : goResourceList(capacity),
      detail: 'supported values: "storage"',
    });
  }
  return [
    ...faults,
    ...names.flatMap((name) => positiveQuantity(capacity?.[name] ?? '0', `${field}[${name}]`)),
  ];
}

/** The list as %#v shows it, taken out of the struct that holds it. */
function goResourceList(capacity: Readonly<Record<string, string>>): string {
  const whole = goDumpInternal('core/v1.VolumeResourceRequirements', { limits: capacity });
  return whole.slice(whole.indexOf('Limits:') + 'Limits:'.length, whole.lastIndexOf(', Requests:'));
}

function validateAffinity({ nodeAffinity }: PersistentVolumeSpec): readonly FieldError[] {
  if (nodeAffinity === undefined) return [];
  const field = 'spec.nodeAffinity.required';
  if (nodeAffinity.required === undefined) return [required(field, 'must specify required node constraints')];
  return validateNodeSelectorTerms(nodeAffinity.required.nodeSelectorTerms, `${field}.nodeSelectorTerms`);
}

function validateRecycle({
  hostPath,
  persistentVolumeReclaimPolicy: policy,
}: PersistentVolumeSpec): readonly FieldError[] {
  const isRoot = hostPath !== undefined && hostPath.path !== '' && /^\/(\.?\/)*\.?$/.test(hostPath.path);
  if (!isRoot || policy !== 'Recycle') return [];
  return [
    forbidden('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"),
  ];
}

const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';
const MOUNTABLE = new Set<string>([
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
]);

function validateMountOptions(
  annotations: Readonly<Record<string, string>> | undefined,
  spec: PersistentVolumeSpec,
): readonly FieldError[] {
  if (annotations?.[MOUNT_OPTIONS] === undefined) return [];
  if (SOURCE_FIELDS.some((name) => MOUNTABLE.has(name) && spec[name] !== undefined)) return [];
  return [
    forbidden(`metadata.annotations.${MOUNT_OPTIONS}`, 'may not specify mount options for this volume type'),
  ];
}

/** The strategy validates a changed volume as a new one and as a change: its own faults are told twice. */
export function validateUpdate(volume: PersistentVolume, before: PersistentVolume): readonly FieldError[] {
  const faults = validate(volume);
  const { spec } = volume;
  return [
    ...faults,
    ...faults,
    ...validateSameSource(spec, before.spec),
    ...immutable(spec.volumeMode, before.spec.volumeMode, 'volumeMode'),
    ...validateAffinityUpdate(spec, before.spec),
    ...(spec.volumeAttributesClassName === before.spec.volumeAttributesClassName ? [] : [ATTRIBUTES_CLASS]),
  ];
}

const ATTRIBUTES_CLASS = forbidden(
  'spec.volumeAttributesClassName',
  'update is forbidden when the VolumeAttributesClass feature gate is disabled',
);

/** Only a missing secret for expansion may still be filled in (V-28). */
function validateSameSource(spec: PersistentVolumeSpec, before: PersistentVolumeSpec): readonly FieldError[] {
  const isLate = before.csi !== undefined && before.csi.controllerExpandSecretRef === undefined;
  const { controllerExpandSecretRef: _, ...csi } = spec.csi ?? {};
  const fixed = isLate && spec.csi !== undefined ? { ...spec, csi } : spec;
  if (SOURCE_FIELDS.every((name) => equalJson(fixed[name], before[name]))) return [];
  const diff = goDiff('core/v1.PersistentVolumeSource', before, fixed);
  return [
    forbidden(
      'spec.persistentvolumesource',
      `spec.persistentvolumesource is immutable after creation\n${diff}`,
    ),
  ];
}

function validateAffinityUpdate(
  spec: PersistentVolumeSpec,
  before: PersistentVolumeSpec,
): readonly FieldError[] {
  if (before.nodeAffinity === undefined || equalJson(spec.nodeAffinity, before.nodeAffinity)) return [];
  const shown =
    spec.nodeAffinity === undefined
      ? '"null"'
      : goDumpInternal('core/v1.VolumeNodeAffinity', spec.nodeAffinity);
  return [
    invalidShown('nodeAffinity', shown, 'field is immutable, except for updating from beta label to GA'),
  ];
}
