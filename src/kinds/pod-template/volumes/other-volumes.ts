import { invalid, invalidShown, required, unsupported } from '../../../machinery/field-path.ts';
import { type Fields, isFields } from '../../../machinery/json.ts';
import { inRange } from '../../../machinery/value-rules.ts';
import { showStrings } from '../../validation/go-values.ts';
import { type Faults, faultsOf, label, NONE, requiredText, together } from '../rules.ts';

/** Volumes of storage systems that nothing here drives: they are checked and carried, no more. */
type Validate = (source: Fields, field: string) => Faults;

const text = (source: Fields, name: string): string => {
  const value = source[name];
  return typeof value === 'string' ? value : '';
};
const number = (source: Fields, name: string): number => {
  const value = source[name];
  return typeof value === 'number' ? value : 0;
};
const list = (source: Fields, name: string): readonly string[] => {
  const value = source[name];
  return Array.isArray(value) ? value : [];
};

/** All of these must be given. */
const needs =
  (...names: readonly string[]): Validate =>
  (source, field) =>
    together(...names.map((name) => requiredText(text(source, name), `${field}.${name}`)));

const partition: Validate = (source, field) => {
  const value = number(source, 'partition');
  return value >= 0 && value <= 255 ? NONE : faultsOf(value, `${field}.partition`, inRange(value, 1, 255));
};

const secretName: Validate = (source, field) => {
  const secret = source['secretRef'];
  return isFields(secret) ? requiredText(text(secret, 'name'), `${field}.secretRef.name`) : NONE;
};

const both =
  (...validators: readonly Validate[]): Validate =>
  (source, field) =>
    together(...validators.map((validate) => validate(source, field)));

const IQN_FORMS: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([0-9A-Za-z\-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[0-9A-Za-z]{16}$/,
  naa: /^naa.[0-9A-Za-z]{32}$/,
};

function validateIqn(name: string, field: string): Faults {
  const form = IQN_FORMS[name.slice(0, 3)];
  if (form === undefined)
    return [invalid(field, name, 'must be valid format starting with iqn, eui, or naa')];
  return form.test(name) ? NONE : [invalid(field, name, 'must be valid format')];
}

const validateLun: Validate = (source, field) =>
  faultsOf(source['lun'], `${field}.lun`, inRange(number(source, 'lun'), 0, 255));

const validateIscsi: Validate = (source, field) => {
  const iqn = text(source, 'iqn');
  const chap = source['chapAuthDiscovery'] === true || source['chapAuthSession'] === true;
  return together(
    requiredText(text(source, 'targetPortal'), `${field}.targetPortal`),
    iqn === '' ? [required(`${field}.iqn`)] : validateIqn(iqn, `${field}.iqn`),
    validateLun(source, field),
    chap && source['secretRef'] === undefined ? [required(`${field}.secretRef`)] : NONE,
    source['initiatorName'] === undefined
      ? NONE
      : validateIqn(text(source, 'initiatorName'), `${field}.initiatorname`),
  );
};

const validateFc: Validate = (source, field) => {
  const targets = list(source, 'targetWWNs');
  const ids = list(source, 'wwids');
  const path = `${field}.targetWWNs`;
  if (targets.length === 0) {
    if (ids.length > 0) return NONE;
    return [required(path, 'must specify either targetWWNs or wwids, but not both')];
  }
  const simultaneously = 'targetWWNs and wwids can not be specified simultaneously';
  return together(
    ids.length > 0 ? [invalidShown(path, showStrings(targets), simultaneously)] : NONE,
    source['lun'] === undefined
      ? [required(`${field}.lun`, 'lun is required if targetWWNs is specified')]
      : validateLun(source, field),
  );
};

const validateQuobyte: Validate = (source, field) => {
  const registry = text(source, 'registry');
  const pairs = 'must be a host:port pair or multiple pairs separated by commas';
  const odd = registry.split(',').filter((pair) => !/^(?:[^:[\]]*|\[[^\]]*\]):[^:]*$/.test(pair));
  let faults: Faults = odd.map(() => invalid(`${field}.registry`, registry, pairs));
  if (registry === '') faults = [required(`${field}.registry`, pairs)];
  else if (text(source, 'tenant').length >= 65) {
    faults = [required(`${field}.tenant`, 'must be a UUID and may not exceed a length of 64 characters')];
  }
  return together(faults, requiredText(text(source, 'volume'), `${field}.volume`));
};

const validateFlocker: Validate = (source, field) => {
  const name = text(source, 'datasetName');
  const uuid = text(source, 'datasetUUID');
  const simultaneously = 'datasetName and datasetUUID can not be specified simultaneously';
  return together(
    name === '' && uuid === '' ? [required(field, 'one of datasetName and datasetUUID is required')] : NONE,
    name !== '' && uuid !== '' ? [invalid(field, 'resource', simultaneously)] : NONE,
    name.includes('/') ? [invalid(`${field}.datasetName`, name, "must not contain '/'")] : NONE,
  );
};

const validateFlex: Validate = (source, field) => {
  const options = isFields(source['options']) ? Object.keys(source['options']).sort() : [];
  const reserved = options.filter((key) =>
    /\.(?:kubernetes|k8s)\.io$/.test(`.${(key.split('/')[0] ?? '').toLowerCase()}`),
  );
  const detail = 'kubernetes.io and k8s.io namespaces are reserved';
  return together(
    requiredText(text(source, 'driver'), `${field}.driver`),
    reserved.map((key) => invalid(`${field}.options[${key}]`, key, detail)),
  );
};

const CACHING = ['None', 'ReadOnly', 'ReadWrite'];
const DISK_KINDS = ['Dedicated', 'Managed', 'Shared'];
const MANAGED_URI =
  '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

const validateAzureDisk: Validate = (source, field) => {
  const caching = text(source, 'cachingMode');
  const kind = text(source, 'kind');
  const uri = text(source, 'diskURI');
  const uriFaults =
    kind === 'Managed'
      ? uri.startsWith('/subscriptions/')
        ? NONE
        : [unsupported(`${field}.diskURI`, uri, [MANAGED_URI])]
      : uri.startsWith('https://')
        ? NONE
        : [unsupported(`${field}.diskURI`, uri, [BLOB_URI])];
  return together(
    needs('diskName', 'diskURI')(source, field),
    CACHING.includes(caching) ? NONE : [unsupported(`${field}.cachingMode`, caching, CACHING)],
    DISK_KINDS.includes(kind) ? NONE : [unsupported(`${field}.kind`, kind, DISK_KINDS)],
    uriFaults,
  );
};

const validateStorageOs: Validate = (source, field) => {
  const name = text(source, 'volumeName');
  const namespace = text(source, 'volumeNamespace');
  return together(
    name === '' ? [required(`${field}.volumeName`)] : label(name, `${field}.volumeName`),
    namespace === '' ? NONE : label(namespace, `${field}.volumeNamespace`),
    secretName(source, field),
  );
};

const monitors: Validate = (source, field) =>
  list(source, 'monitors').length > 0 ? NONE : [required(`${field}.monitors`)];

export const OTHER_SOURCES = {
  gcePersistentDisk: both(needs('pdName'), partition),
  awsElasticBlockStore: both(needs('volumeID'), partition),
  iscsi: validateIscsi,
  glusterfs: needs('endpoints', 'path'),
  flocker: validateFlocker,
  rbd: both(monitors, needs('image')),
  cinder: both(needs('volumeID'), secretName),
  cephfs: monitors,
  quobyte: validateQuobyte,
  fc: validateFc,
  flexVolume: validateFlex,
  azureFile: needs('secretName', 'shareName'),
  vsphereVolume: needs('volumePath'),
  photonPersistentDisk: needs('pdID'),
  portworxVolume: needs('volumeID'),
  azureDisk: validateAzureDisk,
  storageos: validateStorageOs,
  scaleIO: needs('gateway', 'system', 'volumeName'),
} as const satisfies Readonly<Record<string, Validate>>;
