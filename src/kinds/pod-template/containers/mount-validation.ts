import { forbidden, invalid, notFoundField, required } from '../../../machinery/field-path.ts';
import type { Container, Volume, VolumeDevice, VolumeMount } from '../../core/pod/types.ts';
import { type Faults, inEach, NONE, optionalOneOf, together, where } from '../rules.ts';
import { descending, withoutBacksteps } from '../volumes/paths.ts';

/** The pod's volumes that have no fault, by name: only these can be mounted. */
export type Volumes = ReadonlyMap<string, Volume>;

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE_READ_ONLY = ['Disabled', 'Enabled', 'IfPossible'];

/** ValidateVolumeMounts. */
export function validateMounts(container: Container, volumes: Volumes, field: string): Faults {
  const seen = new Set<string>();
  const devices = container.volumeDevices ?? [];
  return inEach(container.volumeMounts, field, (mount, path) => {
    const { name = '', mountPath = '', subPath = '', subPathExpr = '' } = mount;
    const taken = seen.has(mountPath);
    seen.add(mountPath);
    return together(
      name === '' ? [required(`${path}.name`)] : NONE,
      volumes.has(name) ? NONE : [notFoundField(`${path}.name`, name)],
      mountPath === '' ? [required(`${path}.mountPath`)] : NONE,
      taken ? [invalid(`${path}.mountPath`, mountPath, 'must be unique')] : NONE,
      notAlsoDevice(name, mountPath, devices, path),
      subPath === '' ? NONE : descending(subPath, `${field}.subPath`),
      subPathExpr !== '' && subPath !== ''
        ? [invalid(`${path}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive')]
        : NONE,
      subPathExpr === '' ? NONE : descending(subPathExpr, `${field}.subPathExpr`),
      validatePropagation(mount, container, `${field}.mountPropagation`),
      validateRecursiveReadOnly(mount, `${field}.recursiveReadOnly`),
    );
  });
}

function notAlsoDevice(
  name: string,
  mountPath: string,
  devices: readonly VolumeDevice[],
  field: string,
): Faults {
  if (devices.length === 0) return NONE;
  const sameName = devices.some((device) => device.name === name);
  const samePath = devices.some((device) => device.devicePath === mountPath);
  return together(
    sameName ? [invalid(`${field}.name`, name, 'must not already exist in volumeDevices')] : NONE,
    samePath
      ? [invalid(`${field}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices')]
      : NONE,
  );
}

function validatePropagation({ mountPropagation }: VolumeMount, container: Container, field: string): Faults {
  if (mountPropagation === undefined) return NONE;
  const privileged = container.securityContext?.privileged === true;
  return together(
    optionalOneOf(mountPropagation, PROPAGATIONS, field),
    mountPropagation === 'Bidirectional' && !privileged
      ? [forbidden(field, 'Bidirectional mount propagation is available only to privileged containers')]
      : NONE,
  );
}

function validateRecursiveReadOnly(mount: VolumeMount, field: string): Faults {
  const { recursiveReadOnly, readOnly, mountPropagation = 'None' } = mount;
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return NONE;
  if (!RECURSIVE_READ_ONLY.includes(recursiveReadOnly)) {
    return optionalOneOf(recursiveReadOnly, RECURSIVE_READ_ONLY, field);
  }
  return together(
    readOnly ? NONE : [forbidden(field, 'may only be specified when readOnly is true')],
    mountPropagation === 'None'
      ? NONE
      : [forbidden(field, 'may only be specified when mountPropagation is None or not specified')],
  );
}

/** ValidateVolumeDevices: raw block devices. */
export function validateDevices(container: Container, volumes: Volumes, field: string): Faults {
  const names = new Set<string>();
  const paths = new Set<string>();
  const mounts = container.volumeMounts ?? [];
  return inEach(container.volumeDevices, field, ({ name = '', devicePath = '' }, path) => {
    const stepsBack = devicePath !== '' && withoutBacksteps(devicePath, path).length > 0;
    const faults = together(
      name === '' ? [required(`${path}.name`)] : NONE,
      names.has(name) ? [invalid(`${path}.name`, name, 'must be unique')] : NONE,
      validateBlockSource(volumes.get(name), name, `${path}.name`),
      devicePath === '' ? [required(`${path}.devicePath`)] : NONE,
      paths.has(devicePath) ? [invalid(`${path}.devicePath`, devicePath, 'must be unique')] : NONE,
      stepsBack ? [invalid(`${path}.devicePath`, devicePath, "can not contain backsteps ('..')")] : NONE,
      where(
        mounts.find((mount) => mount.name === name),
        () => [invalid(`${path}.name`, name, 'must not already exist in volumeMounts')],
      ),
      where(
        mounts.find(({ mountPath }) => mountPath === devicePath),
        () => [invalid(`${path}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts')],
      ),
    );
    if (!stepsBack) paths.add(devicePath);
    if (name !== '') names.add(name);
    return faults;
  });
}

function validateBlockSource(volume: Volume | undefined, name: string, field: string): Faults {
  if (volume === undefined) return [notFoundField(field, name)];
  if (volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined) return NONE;
  const only = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
  return [invalid(field, name, only)];
}
