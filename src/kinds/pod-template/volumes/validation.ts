import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { isFields } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { parseQuantity, quantitySign } from '../../../machinery/quantity.ts';
import type {
  ConfigMapVolumeSource,
  CsiVolumeSource,
  DownwardApiVolumeSource,
  SecretVolumeSource,
  Volume,
} from '../../core/pod/types.ts';
import { HOST_PATH_TYPES } from '../../validation/host-path.ts';
import type { Volumes } from '../containers/mount-validation.ts';
import {
  type Faults,
  fileMode,
  inEach,
  label,
  NONE,
  oneOf,
  requiredText,
  subdomain,
  together,
  where,
} from '../rules.ts';
import { validateClaimTemplate } from './claim-template-validation.ts';
import { validateDriverName } from './driver-name.ts';
import { validateKeyToPath } from './key-to-path.ts';
import { OTHER_SOURCES } from './other-volumes.ts';
import { descending, withoutBacksteps } from './paths.ts';
import { validateDownwardFile, validateProjected } from './projected-validation.ts';

export interface ValidatedVolumes {
  readonly faults: Faults;
  /** The volumes without a fault. */
  readonly volumes: Volumes;
}

/** ValidateVolumes. `podName` is given for pods, whose ephemeral claims are named after them. */
export function validateVolumes(
  list: readonly Volume[] | undefined,
  field: string,
  podName: string | undefined,
): ValidatedVolumes {
  const volumes = new Map<string, Volume>();
  const faults: FieldError[] = [];
  const created = new Set(
    (list ?? []).filter(({ ephemeral }) => ephemeral).map(({ name }) => `${podName}-${name}`),
  );
  for (const [i, volume] of (list ?? []).entries()) {
    const path = `${field}[${i}]`;
    const own = validateVolume(volume, path, podName, volumes);
    if (own.length === 0) volumes.set(volume.name, volume);
    faults.push(...own);
    const claim = volume.persistentVolumeClaim?.claimName;
    if (podName !== undefined && claim !== undefined && created.has(claim)) {
      const detail = 'must not reference a PVC that gets created for an ephemeral volume';
      faults.push(invalid(`${path}.persistentVolumeClaim.claimName`, claim, detail));
    }
  }
  return { faults, volumes };
}

function validateVolume(volume: Volume, field: string, podName: string | undefined, known: Volumes): Faults {
  const { name = '' } = volume;
  return together(
    validateSources(volume, field, podName),
    name === '' ? [required(`${field}.name`)] : label(name, `${field}.name`),
    known.has(name) ? [duplicate(`${field}.name`, name)] : NONE,
  );
}

type SourceName = Exclude<keyof Volume, 'name'>;
type Validate<K extends SourceName> = (source: NonNullable<Volume[K]>, field: string) => Faults;

const SOURCES: { readonly [K in SourceName]: Validate<K> } = {
  emptyDir: ({ sizeLimit }, field) => {
    if (sizeLimit === undefined || quantitySign(parseQuantity(sizeLimit)) >= 0) return NONE;
    return [forbidden(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')];
  },
  hostPath: ({ path, type }, field) => {
    if (!path) return [required(`${field}.path`)];
    const odd = type !== undefined && !HOST_PATH_TYPES.includes(type);
    return together(
      withoutBacksteps(path, `${field}.path`),
      odd ? [unsupported(`${field}.type`, type, HOST_PATH_TYPES)] : NONE,
    );
  },
  gitRepo: ({ repository, directory = '' }, field) =>
    together(requiredText(repository, `${field}.repository`), descending(directory, `${field}.directory`)),
  secret: (source, field) => validateFiles(source, source.secretName, `${field}.secretName`, field),
  configMap: (source, field) => validateFiles(source, source.name, `${field}.name`, field),
  nfs: ({ server, path = '' }, field) =>
    together(
      requiredText(server, `${field}.server`),
      requiredText(path, `${field}.path`),
      path.startsWith('/') ? NONE : [invalid(`${field}.path`, path, 'must be an absolute path')],
    ),
  persistentVolumeClaim: ({ claimName }, field) => requiredText(claimName, `${field}.claimName`),
  downwardAPI: validateDownward,
  projected: validateProjected,
  csi: validateCsi,
  ephemeral: ({ volumeClaimTemplate: template }, field) => {
    if (template === undefined) return [required(`${field}.volumeClaimTemplate`)];
    return validateClaimTemplate(template, `${field}.volumeClaimTemplate`);
  },
  image: ({ pullPolicy }, field) =>
    oneOf(pullPolicy, ['Always', 'IfNotPresent', 'Never'], `${field}.pullPolicy`),
  ...OTHER_SOURCES,
};

/** Upstream's order of looking at the sources: the first that is there counts. */
const ORDER: readonly SourceName[] = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];
/** Where upstream tells a source by another name than its field's. */
const FIELD_NAMES: Partial<Record<SourceName, string>> = { gcePersistentDisk: 'persistentDisk' };
const SURPLUS_NAMES: Partial<Record<SourceName, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

function validateSources(volume: Volume, field: string, podName: string | undefined): Faults {
  const given = sourcesOf(volume);
  if (given.length === 0) return [required(field, 'must specify a volume type')];
  return together(
    ...given.map((source, i) =>
      i === 0
        ? together(validateSource(volume, source, field), validateNames(volume, source, field, podName))
        : [
            forbidden(
              `${field}.${SURPLUS_NAMES[source] ?? source}`,
              'may not specify more than 1 volume type',
            ),
          ],
    ),
  );
}

function sourcesOf(volume: Volume): readonly SourceName[] {
  const names = Object.keys(volume).filter(
    (name): name is SourceName => name !== 'name' && isFields(volume[name as SourceName]),
  );
  return names.length < 2 ? names : ORDER.filter((name) => names.includes(name));
}

function validateSource<K extends SourceName>(volume: Volume, source: K, field: string): Faults {
  const given = volume[source];
  if (given === undefined) return NONE;
  return SOURCES[source](given as NonNullable<Volume[K]>, `${field}.${FIELD_NAMES[source] ?? source}`);
}

/** The name of the claim that is made for an ephemeral volume must be a name. */
function validateNames(
  volume: Volume,
  source: SourceName,
  field: string,
  podName: string | undefined,
): Faults {
  if (source !== 'ephemeral' || !podName || !volume.name) return NONE;
  const claim = `${podName}-${volume.name}`;
  return nameIsDnsSubdomain(claim, false).map((text) =>
    invalid(`${field}.name`, volume.name, `PVC name ${JSON.stringify(claim)}: ${text}`),
  );
}

function validateFiles(
  { defaultMode, items }: SecretVolumeSource | ConfigMapVolumeSource,
  name: string | undefined,
  nameField: string,
  field: string,
): Faults {
  return together(
    requiredText(name, nameField),
    fileMode(defaultMode, `${field}.defaultMode`),
    inEach(items, `${field}.items`, validateKeyToPath),
  );
}

/** The files' faults are told of the volume itself. */
function validateDownward({ defaultMode, items = [] }: DownwardApiVolumeSource, field: string): Faults {
  return together(
    fileMode(defaultMode, `${field}.defaultMode`),
    ...items.map((file) => validateDownwardFile(file, field)),
  );
}

function validateCsi({ driver = '', nodePublishSecretRef }: CsiVolumeSource, field: string): Faults {
  return together(
    validateDriverName(driver, `${field}.driver`),
    where(nodePublishSecretRef, ({ name = '' }) =>
      name === '' ? [required(`${field}.nodePublishSecretRef.name`)] : subdomain(name, `${field}.name`),
    ),
  );
}
