import { sha256 } from '../../../machinery/sha256.ts';
import type { PersistentVolume } from '../../core/persistentvolume/types.ts';
import type { CSIDriver } from './types.ts';

/** A volume as its driver knows it. */
export interface VolumeHandle {
  readonly driver: string;
  readonly handle: string;
}

/** Sources that drivers of their own have taken over, with the field that names the volume. */
const MIGRATED = {
  awsElasticBlockStore: ['ebs.csi.aws.com', 'volumeID'],
  gcePersistentDisk: ['pd.csi.storage.gke.io', 'pdName'],
  azureDisk: ['disk.csi.azure.com', 'diskURI'],
  cinder: ['cinder.csi.openstack.org', 'volumeID'],
  vsphereVolume: ['csi.vsphere.vmware.com', 'volumePath'],
} as const;

/** What the volume is called in its driver; undefined where no driver is needed. */
export function volumeHandleOf({ spec }: PersistentVolume): VolumeHandle | undefined {
  if (spec.csi !== undefined) return { driver: spec.csi.driver, handle: spec.csi.volumeHandle };
  for (const [source, [driver, field]] of Object.entries(MIGRATED)) {
    const handle = spec[source as keyof typeof MIGRATED]?.[field];
    if (typeof handle === 'string') return { driver, handle };
  }
  return undefined;
}

/** Whether volumes have to be attached to a node before they can be mounted there: unless the driver says no. */
export const needsAttaching = (driver: CSIDriver | undefined): boolean =>
  driver?.spec.attachRequired !== false;

/** As node.status.volumesAttached and volumesInUse call it. */
export const uniqueVolumeName = ({ driver, handle }: VolumeHandle): string =>
  `kubernetes.io/csi/${driver}^${handle}`;

/** The name of the VolumeAttachment: one for each volume and node. */
export const attachmentName = ({ driver, handle }: VolumeHandle, node: string): string =>
  `csi-${sha256(`${handle}${driver}${node}`)}`;
