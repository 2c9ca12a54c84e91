import type { Time } from '../../../machinery/instant.ts';
import type { Fields } from '../../../machinery/json.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { ObjectReference, SecretReference } from '../common-types.ts';
import type { ResourceList } from '../pod/container-types.ts';
import type { NodeSelector } from '../pod/scheduling-types.ts';

export type AccessMode = 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod';
export type ReclaimPolicy = 'Recycle' | 'Delete' | 'Retain';
export type VolumeMode = 'Block' | 'Filesystem';
export type PersistentVolumePhase = 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed';

export interface CsiPersistentVolumeSource {
  readonly driver: string;
  readonly volumeHandle: string;
  readonly readOnly?: boolean;
  readonly fsType?: string;
  readonly volumeAttributes?: Readonly<Record<string, string>>;
  readonly controllerPublishSecretRef?: SecretReference;
  readonly nodeStageSecretRef?: SecretReference;
  readonly nodePublishSecretRef?: SecretReference;
  readonly controllerExpandSecretRef?: SecretReference;
  readonly nodeExpandSecretRef?: SecretReference;
}

/** Where the bytes are: one member is set. Those that nothing here acts on are kept as they came. */
export interface PersistentVolumeSource {
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly local?: { readonly path: string; readonly fsType?: string };
  readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly?: boolean };
  readonly csi?: CsiPersistentVolumeSource;
  readonly gcePersistentDisk?: Fields;
  readonly awsElasticBlockStore?: Fields;
  readonly glusterfs?: Fields;
  readonly rbd?: Fields;
  readonly iscsi?: Fields;
  readonly cinder?: Fields;
  readonly cephfs?: Fields;
  readonly fc?: Fields;
  readonly flocker?: Fields;
  readonly flexVolume?: Fields;
  readonly azureFile?: Fields;
  readonly vsphereVolume?: Fields;
  readonly quobyte?: Fields;
  readonly azureDisk?: Fields;
  readonly photonPersistentDisk?: Fields;
  readonly portworxVolume?: Fields;
  readonly scaleIO?: Fields;
  readonly storageos?: Fields;
}

export interface PersistentVolumeSpec extends PersistentVolumeSource {
  readonly capacity?: ResourceList;
  readonly accessModes?: readonly AccessMode[];
  readonly claimRef?: ObjectReference;
  readonly persistentVolumeReclaimPolicy: ReclaimPolicy;
  readonly storageClassName?: string;
  readonly mountOptions?: readonly string[];
  readonly volumeMode?: VolumeMode;
  readonly nodeAffinity?: { readonly required?: NodeSelector };
  readonly volumeAttributesClassName?: string;
}

export interface PersistentVolumeStatus {
  readonly phase?: PersistentVolumePhase;
  readonly message?: string;
  readonly reason?: string;
  readonly lastPhaseTransitionTime?: Time;
}

export interface PersistentVolume extends KubeObject {
  readonly spec: PersistentVolumeSpec;
  readonly status?: PersistentVolumeStatus;
}
