import type { StorageClass } from './types.ts';

/** The clouds' provisioners of Kubernetes' own have left it: their drivers do what classes ask of them (CSI migration). */
const MOVED: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/aws-ebs', 'ebs.csi.aws.com'],
  ['kubernetes.io/azure-disk', 'disk.csi.azure.com'],
  ['kubernetes.io/azure-file', 'file.csi.azure.com'],
  ['kubernetes.io/cinder', 'cinder.csi.openstack.org'],
  ['kubernetes.io/gce-pd', 'pd.csi.storage.gke.io'],
  ['kubernetes.io/portworx-volume', 'pxd.portworx.com'],
  ['kubernetes.io/vsphere-volume', 'csi.vsphere.vmware.com'],
]);

/** Who makes the volumes of a class. */
export const driverOf = ({ provisioner }: StorageClass): string => MOVED.get(provisioner) ?? provisioner;
