import type { Fields } from '../../../machinery/json.ts';
import { isFields } from '../../../machinery/json.ts';
import { compareQuantity, parseQuantity, ZERO } from '../../../machinery/quantity.ts';
import { byteLength, shorten } from '../common.ts';
import { type Page, sortedKeys } from '../page.ts';
import { amountText } from '../resources.ts';
import { flag, inReference, number, type Row, reference, strings, text } from './volume-rows.ts';

/** How a kind of volume is shown: what it is, and its rows in order. */
interface SourceForm {
  readonly about: string;
  readonly rows: readonly Row[];
  /** Driver attributes, one a line, behind the rows. */
  readonly attributes?: true;
}

export interface FoundSource {
  readonly form: SourceForm;
  readonly source: Fields;
}

/** The source an object names, by the order in which kubectl looks. */
export function sourceIn(holder: Fields, where: 'pod' | 'persistent volume'): FoundSource | undefined {
  const forms = where === 'pod' ? POD_FORMS : PERSISTENT_FORMS;
  for (const [field, form] of Object.entries(forms)) {
    const source = holder[field];
    if (isFields(source)) return { form, source };
  }
  return undefined;
}

export function describeSource(page: Page, { form, source }: FoundSource): void {
  page.line(2, `Type:\t${form.about}`);
  for (const [title, text] of form.rows) page.line(2, `${title}\t${text(source)}`);
  if (form.attributes === true) describeAttributes(page, source['volumeAttributes']);
}

const LONGEST_ATTRIBUTE = 140;

function describeAttributes(page: Page, value: unknown): void {
  const attributes = isFields(value) ? value : {};
  const keys = sortedKeys(attributes);
  page.write(2, 'VolumeAttributes:\t');
  if (keys.length === 0) page.end('<none>');
  for (const [i, key] of keys.entries()) {
    if (i > 0) {
      page.write(2, '');
      page.write(2, '\t');
    }
    const line = `${key}=${attributes[key]}`;
    page.line(2, byteLength(line) > LONGEST_ATTRIBUTE ? shorten(line, LONGEST_ATTRIBUTE) : line);
  }
}

const LOCAL = reference('LocalObjectReference');
const SECRET = reference('SecretReference');
const READ_ONLY = flag('ReadOnly', 'readOnly');
const FS_TYPE = text('FSType', 'fsType');

const hostPath: SourceForm = {
  about: 'HostPath (bare host directory volume)',
  rows: [text('Path', 'path'), text('HostPathType', 'type', '<none>')],
};
const gcePersistentDisk: SourceForm = {
  about: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
  rows: [text('PDName', 'pdName'), FS_TYPE, number('Partition', 'partition'), READ_ONLY],
};
const awsElasticBlockStore: SourceForm = {
  about: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
  rows: [text('VolumeID', 'volumeID'), FS_TYPE, number('Partition', 'partition'), READ_ONLY],
};
const nfs: SourceForm = {
  about: 'NFS (an NFS mount that lasts the lifetime of a pod)',
  rows: [text('Server', 'server'), text('Path', 'path'), READ_ONLY],
};
const quobyte: SourceForm = {
  about: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
  rows: [text('Registry', 'registry'), text('Volume', 'volume'), READ_ONLY],
};
const portworxVolume: SourceForm = {
  about: 'PortworxVolume (a Portworx Volume resource)',
  rows: [text('VolumeID', 'volumeID')],
};
const iscsi = (secret: Row): SourceForm => ({
  about:
    "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
  rows: [
    text('TargetPortal', 'targetPortal'),
    text('IQN', 'iqn'),
    number('Lun', 'lun'),
    ['ISCSIInterface', ({ iscsiInterface }) => String(iscsiInterface ?? '')],
    FS_TYPE,
    READ_ONLY,
    strings('Portals', 'portals'),
    flag('DiscoveryCHAPAuth', 'chapAuthDiscovery'),
    flag('SessionCHAPAuth', 'chapAuthSession'),
    secret,
    text('InitiatorName', 'initiatorName', '<none>'),
  ],
});
const glusterfs = (more: readonly Row[]): SourceForm => ({
  about: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
  rows: [text('EndpointsName', 'endpoints'), ...more, text('Path', 'path'), READ_ONLY],
});
const rbd = (secret: Row): SourceForm => ({
  about: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
  rows: [
    strings('CephMonitors', 'monitors'),
    text('RBDImage', 'image'),
    FS_TYPE,
    text('RBDPool', 'pool'),
    text('RadosUser', 'user'),
    text('Keyring', 'keyring'),
    secret,
    READ_ONLY,
  ],
});
const azureDisk: SourceForm = {
  about: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
  rows: [
    text('DiskName', 'diskName'),
    text('DiskURI', 'diskURI'),
    ['Kind: ', ({ kind }) => String(kind ?? '')],
    FS_TYPE,
    text('CachingMode', 'cachingMode'),
    READ_ONLY,
  ],
};
const vsphereVolume: SourceForm = {
  about: 'vSphereVolume (a Persistent Disk resource in vSphere)',
  rows: [text('VolumePath', 'volumePath'), FS_TYPE, text('StoragePolicyName', 'storagePolicyName')],
};
const photonPersistentDisk: SourceForm = {
  about: 'PhotonPersistentDisk (a Persistent Disk resource in photon platform)',
  rows: [text('PdID', 'pdID'), FS_TYPE],
};
const cinder = (secret: Row): SourceForm => ({
  about: 'Cinder (a Persistent Disk resource in OpenStack)',
  rows: [text('VolumeID', 'volumeID'), FS_TYPE, READ_ONLY, secret],
});
const scaleIO = (more: readonly Row[]): SourceForm => ({
  about: 'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
  rows: [
    text('Gateway', 'gateway'),
    text('System', 'system'),
    text('Protection Domain', 'protectionDomain'),
    text('Storage Pool', 'storagePool'),
    text('Storage Mode', 'storageMode'),
    text('VolumeName', 'volumeName'),
    ...more,
    FS_TYPE,
    READ_ONLY,
  ],
});
const cephfs = (secret: Row): SourceForm => ({
  about: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
  rows: [
    strings('Monitors', 'monitors'),
    text('Path', 'path'),
    text('User', 'user'),
    text('SecretFile', 'secretFile'),
    secret,
    READ_ONLY,
  ],
});
const storageos: SourceForm = {
  about: 'StorageOS (a StorageOS Persistent Disk resource)',
  rows: [text('VolumeName', 'volumeName'), text('VolumeNamespace', 'volumeNamespace'), FS_TYPE, READ_ONLY],
};
const fc: SourceForm = {
  about: 'FC (a Fibre Channel disk)',
  rows: [
    ['TargetWWNs:', ({ targetWWNs }) => (Array.isArray(targetWWNs) ? targetWWNs.join(', ') : '')],
    text('LUN', 'lun', '<none>'),
    FS_TYPE,
    READ_ONLY,
  ],
};
const azureFile = (more: readonly Row[]): SourceForm => ({
  about: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
  rows: [text('SecretName', 'secretName'), ...more, text('ShareName', 'shareName'), READ_ONLY],
});
const flexVolume = (secret: Row): SourceForm => ({
  about: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
  rows: [text('Driver', 'driver'), FS_TYPE, secret, READ_ONLY, text('Options', 'options', 'map[]')],
});
const flocker: SourceForm = {
  about: 'Flocker (a Flocker volume mounted by the Flocker agent)',
  rows: [text('DatasetName', 'datasetName'), text('DatasetUUID', 'datasetUUID')],
};
const csi = (more: readonly Row[]): SourceForm => ({
  about: 'CSI (a Container Storage Interface (CSI) volume source)',
  rows: [text('Driver', 'driver'), FS_TYPE, ...more, READ_ONLY],
  attributes: true,
});

function sizeLimit({ sizeLimit: limit }: Fields): string {
  if (typeof limit !== 'string' || compareQuantity(parseQuantity(limit), ZERO) <= 0) return '<unset>';
  return amountText(limit);
}

const POD_FORMS: Readonly<Record<string, SourceForm>> = {
  hostPath,
  emptyDir: {
    about: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    rows: [text('Medium', 'medium'), ['SizeLimit:', sizeLimit]],
  },
  gcePersistentDisk,
  awsElasticBlockStore,
  gitRepo: {
    about: 'GitRepo (a volume that is pulled from git when the pod is created)',
    rows: [text('Repository', 'repository'), text('Revision', 'revision')],
  },
  secret: {
    about: 'Secret (a volume populated by a Secret)',
    rows: [text('SecretName', 'secretName'), flag('Optional', 'optional')],
  },
  configMap: {
    about: 'ConfigMap (a volume populated by a ConfigMap)',
    rows: [text('Name', 'name'), flag('Optional', 'optional')],
  },
  nfs,
  iscsi: iscsi(LOCAL),
  glusterfs: glusterfs([]),
  persistentVolumeClaim: {
    about: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    rows: [text('ClaimName', 'claimName'), READ_ONLY],
  },
  rbd: rbd(LOCAL),
  quobyte,
  azureDisk,
  vsphereVolume,
  cinder: cinder(LOCAL),
  photonPersistentDisk,
  portworxVolume,
  scaleIO: scaleIO([]),
  cephfs: cephfs(LOCAL),
  storageos,
  fc,
  azureFile: azureFile([]),
  flexVolume: flexVolume(LOCAL),
  flocker,
  csi: csi([]),
  image: {
    about: 'Image (a container image or OCI artifact)',
    rows: [text('Reference', 'reference'), text('PullPolicy', 'pullPolicy')],
  },
};

const PERSISTENT_FORMS: Readonly<Record<string, SourceForm>> = {
  hostPath,
  gcePersistentDisk,
  awsElasticBlockStore,
  nfs,
  iscsi: iscsi(SECRET),
  glusterfs: glusterfs([text('EndpointsNamespace', 'endpointsNamespace', '<unset>')]),
  rbd: rbd(SECRET),
  quobyte,
  vsphereVolume,
  cinder: cinder(SECRET),
  azureDisk,
  photonPersistentDisk,
  portworxVolume,
  scaleIO: scaleIO([inReference('SecretName', 'name'), inReference('SecretNamespace', 'namespace')]),
  local: {
    about: 'LocalVolume (a persistent volume backed by local storage on a node)',
    rows: [text('Path', 'path')],
  },
  cephfs: cephfs(SECRET),
  storageos,
  fc,
  azureFile: azureFile([text('SecretNamespace', 'secretNamespace')]),
  flexVolume: flexVolume(SECRET),
  flocker,
  csi: csi([text('VolumeHandle', 'volumeHandle')]),
};
