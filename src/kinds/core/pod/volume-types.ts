import type { Fields } from '../../../machinery/json.ts';
import type { LabelSelector } from '../../../machinery/labels.ts';
import type { ObjectMeta } from '../../../machinery/object-meta.ts';
import type { PersistentVolumeClaimSpec } from '../persistentvolumeclaim/types.ts';
import type { LocalObjectReference, ObjectFieldSelector, ResourceFieldSelector } from './container-types.ts';

/** A volume: its name and exactly one source. Sources that do nothing here are carried as they are. */
export interface Volume extends VolumeSource {
  readonly name: string;
}

export interface VolumeSource {
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  readonly gcePersistentDisk?: Fields;
  readonly awsElasticBlockStore?: Fields;
  readonly gitRepo?: { readonly repository: string; readonly revision?: string; readonly directory?: string };
  readonly secret?: SecretVolumeSource;
  readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly?: boolean };
  readonly iscsi?: Fields;
  readonly glusterfs?: Fields;
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly rbd?: Fields;
  readonly flexVolume?: Fields;
  readonly cinder?: Fields;
  readonly cephfs?: Fields;
  readonly flocker?: Fields;
  readonly downwardAPI?: DownwardApiVolumeSource;
  readonly fc?: Fields;
  readonly azureFile?: Fields;
  readonly configMap?: ConfigMapVolumeSource;
  readonly vsphereVolume?: Fields;
  readonly quobyte?: Fields;
  readonly azureDisk?: Fields;
  readonly photonPersistentDisk?: Fields;
  readonly projected?: ProjectedVolumeSource;
  readonly portworxVolume?: Fields;
  readonly scaleIO?: Fields;
  readonly storageos?: Fields;
  readonly csi?: CsiVolumeSource;
  readonly ephemeral?: { readonly volumeClaimTemplate?: PersistentVolumeClaimTemplate };
  readonly image?: { readonly reference?: string; readonly pullPolicy?: string };
}

export interface KeyToPath {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}

export interface SecretVolumeSource {
  readonly secretName?: string;
  readonly items?: readonly KeyToPath[];
  readonly defaultMode?: number;
  readonly optional?: boolean;
}

export interface ConfigMapVolumeSource extends LocalObjectReference {
  readonly items?: readonly KeyToPath[];
  readonly defaultMode?: number;
  readonly optional?: boolean;
}

export interface DownwardApiVolumeFile {
  readonly path: string;
  readonly fieldRef?: ObjectFieldSelector;
  readonly resourceFieldRef?: ResourceFieldSelector;
  readonly mode?: number;
}

export interface DownwardApiVolumeSource {
  readonly items?: readonly DownwardApiVolumeFile[];
  readonly defaultMode?: number;
}

export interface ProjectedVolumeSource {
  readonly sources: readonly VolumeProjection[];
  readonly defaultMode?: number;
}

/** One source of a projected volume. */
export interface VolumeProjection {
  readonly secret?: LocalObjectReference & {
    readonly items?: readonly KeyToPath[];
    readonly optional?: boolean;
  };
  readonly downwardAPI?: { readonly items?: readonly DownwardApiVolumeFile[] };
  readonly configMap?: LocalObjectReference & {
    readonly items?: readonly KeyToPath[];
    readonly optional?: boolean;
  };
  readonly serviceAccountToken?: {
    readonly audience?: string;
    readonly expirationSeconds?: number;
    readonly path: string;
  };
  readonly clusterTrustBundle?: ClusterTrustBundleProjection;
}

export interface ClusterTrustBundleProjection {
  readonly name?: string;
  readonly signerName?: string;
  readonly labelSelector?: LabelSelector;
  readonly optional?: boolean;
  readonly path: string;
}

export interface CsiVolumeSource {
  readonly driver: string;
  readonly readOnly?: boolean;
  readonly fsType?: string;
  readonly volumeAttributes?: Readonly<Record<string, string>>;
  readonly nodePublishSecretRef?: LocalObjectReference;
}

/** What an ephemeral volume's claim is made from. */
export interface PersistentVolumeClaimTemplate {
  readonly metadata?: Partial<ObjectMeta>;
  readonly spec: PersistentVolumeClaimSpec;
}
