import { type FieldError, forbidden, invalid, required, unsupported } from '../../../machinery/field-path.ts';
import { dns1123Label, dns1123Subdomain } from '../../../machinery/names.ts';
import { validateDriverName } from '../../pod-template/volumes/driver-name.ts';
import { OTHER_SOURCES } from '../../pod-template/volumes/other-volumes.ts';
import { HOST_PATH_TYPES } from '../../validation/host-path.ts';
import type { SecretReference } from '../common-types.ts';
import type { CsiPersistentVolumeSource, PersistentVolumeSource, PersistentVolumeSpec } from './types.ts';

/** In the order in which upstream looks at them: the second one found is the one too many. */
export const SOURCE_FIELDS: readonly (keyof PersistentVolumeSource)[] = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
];

/** Exactly one source, and that one without fault. */
export function validateSource(spec: PersistentVolumeSpec): readonly FieldError[] {
  const [first, ...more] = SOURCE_FIELDS.filter((name) => spec[name] !== undefined);
  if (first === undefined) return [required('spec', 'must specify a volume type')];
  return [
    ...validateOne(spec, first),
    ...more.map((name) => forbidden(`spec.${name}`, 'may not specify more than 1 volume type')),
  ];
}

function validateOne(spec: PersistentVolumeSpec, name: keyof PersistentVolumeSource): readonly FieldError[] {
  switch (name) {
    case 'hostPath':
      return validateHostPath(spec.hostPath);
    case 'nfs':
      return validateNfs(spec.nfs);
    case 'local':
      return [
        ...validatePath(spec.local?.path, 'spec.local.path'),
        ...(spec.nodeAffinity === undefined
          ? [required('spec.nodeAffinity', 'Local volume requires node affinity')]
          : []),
      ];
    case 'csi':
      return spec.csi === undefined ? [] : validateCsi(spec.csi);
    default: {
      const source = spec[name];
      // Upstream tells faults of this one under the field's older name.
      const field = name === 'gcePersistentDisk' ? 'spec.persistentDisk' : `spec.${name}`;
      return source === undefined ? [] : OTHER_SOURCES[name](source, field);
    }
  }
}

function validatePath(path: string | undefined, field: string): readonly FieldError[] {
  if (!path) return [required(field)];
  return path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : [];
}

function validateHostPath(source: PersistentVolumeSource['hostPath']): readonly FieldError[] {
  const faults = validatePath(source?.path, 'spec.hostPath.path');
  if (!source?.path || HOST_PATH_TYPES.includes(source.type ?? '')) return faults;
  return [...faults, unsupported('spec.hostPath.type', source.type, HOST_PATH_TYPES)];
}

function validateNfs(source: PersistentVolumeSource['nfs']): readonly FieldError[] {
  const path = source?.path ?? '';
  return [
    ...(source?.server ? [] : [required('spec.nfs.server')]),
    ...(path === '' ? [required('spec.nfs.path')] : []),
    ...(path.startsWith('/') ? [] : [invalid('spec.nfs.path', path, 'must be an absolute path')]),
  ];
}

const SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const;

function validateCsi(source: CsiPersistentVolumeSource): readonly FieldError[] {
  return [
    ...validateDriverName(source.driver, 'spec.csi.driver'),
    ...(source.volumeHandle ? [] : [required('spec.csi.volumeHandle')]),
    ...SECRETS.flatMap((name) => validateSecret(source[name], `spec.csi.${name}`)),
  ];
}

function validateSecret(reference: SecretReference | undefined, field: string): readonly FieldError[] {
  if (reference === undefined) return [];
  const { name, namespace } = reference;
  return [
    ...(name
      ? dns1123Subdomain(name).map((text) => invalid(`${field}.name`, name, text))
      : [required(`${field}.name`)]),
    ...(namespace
      ? dns1123Label(namespace).map((text) => invalid(`${field}.namespace`, namespace, text))
      : [required(`${field}.namespace`)]),
  ];
}
