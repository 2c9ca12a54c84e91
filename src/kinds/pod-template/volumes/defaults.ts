import type { Fields } from '../../../machinery/json.ts';
import type { PersistentVolumeClaimSpec } from '../../core/persistentvolumeclaim/types.ts';
import type { ProjectedVolumeSource, Volume, VolumeProjection } from '../../core/pod/types.ts';
import { defaultFieldRef, defaultResources } from '../containers/defaults.ts';
import { imageTag } from '../containers/image-name.ts';
import { fillAbsent, fillEmpty, mapChanged, withPart } from '../fill.ts';

/** 0644. */
const FILE_MODE = { defaultMode: 420 } as const;
const HOUR_SECONDS = 3600;
const RBD = { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' };
const AZURE_DISK = { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' };
const SCALE_IO = { storageMode: 'ThinProvisioned', fsType: 'xfs' };

type Sources = {
  readonly [Name in keyof Volume]?: (source: NonNullable<Volume[Name]>) => NonNullable<Volume[Name]>;
};

const BY_SOURCE: Sources = {
  hostPath: (source) => fillAbsent(source, { type: '' }),
  secret: (source) => fillAbsent(source, FILE_MODE),
  configMap: (source) => fillAbsent(source, FILE_MODE),
  downwardAPI: (source) => {
    const filled = fillAbsent(source, FILE_MODE);
    return filled.items === undefined
      ? filled
      : withPart(filled, 'items', mapChanged(filled.items, defaultFieldRef));
  },
  projected: (source) => defaultProjected(fillAbsent(source, FILE_MODE)),
  iscsi: (source) => fillEmpty<Fields>(source, { iscsiInterface: 'default' }),
  rbd: (source) => fillEmpty<Fields>(source, RBD),
  azureDisk: (source) => fillAbsent<Fields>(source, AZURE_DISK),
  scaleIO: (source) => fillEmpty<Fields>(source, SCALE_IO),
  image: (source) =>
    fillEmpty(source, {
      pullPolicy: imageTag(source.reference ?? '') === 'latest' ? 'Always' : 'IfNotPresent',
    }),
  ephemeral: (source) => {
    const template = source.volumeClaimTemplate;
    if (template === undefined) return source;
    return withPart(
      source,
      'volumeClaimTemplate',
      withPart(template, 'spec', defaultClaimSpec(template.spec)),
    );
  },
};

/** SetDefaults_Volume and the defaults of every source. */
export function defaultVolume(volume: Volume): Volume {
  const { name } = volume;
  for (const source in volume) {
    if (source === 'name') continue;
    return defaultSource(volume, source as keyof Volume);
  }
  return { name, emptyDir: {} };
}

function defaultSource<K extends keyof Volume>(volume: Volume, source: K): Volume {
  const given = volume[source];
  if (given === undefined || given === null) return volume;
  const fill = BY_SOURCE[source] as ((source: NonNullable<Volume[K]>) => NonNullable<Volume[K]>) | undefined;
  return fill === undefined ? volume : withPart(volume, source, fill(given));
}

function defaultProjected(source: ProjectedVolumeSource): ProjectedVolumeSource {
  const sources: ProjectedVolumeSource['sources'] | null = source.sources;
  // Go writes a missing list as null.
  return sources === null ? source : withPart(source, 'sources', mapChanged(sources, defaultProjection));
}

function defaultProjection(projection: VolumeProjection): VolumeProjection {
  const { serviceAccountToken, downwardAPI } = projection;
  if (serviceAccountToken !== undefined) {
    const filled = fillAbsent(serviceAccountToken, { expirationSeconds: HOUR_SECONDS });
    return withPart(projection, 'serviceAccountToken', filled);
  }
  if (downwardAPI?.items === undefined) return projection;
  const items = mapChanged(downwardAPI.items, defaultFieldRef);
  return withPart(projection, 'downwardAPI', withPart(downwardAPI, 'items', items));
}

function defaultClaimSpec(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const filled = fillAbsent(spec, { volumeMode: 'Filesystem' });
  return filled.resources === undefined
    ? filled
    : withPart(filled, 'resources', defaultResources(filled.resources));
}
