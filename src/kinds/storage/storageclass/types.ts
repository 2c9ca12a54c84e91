import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { TopologySelectorTerm } from '../../core/common-types.ts';
import type { ReclaimPolicy } from '../../core/persistentvolume/types.ts';

export type VolumeBindingMode = 'Immediate' | 'WaitForFirstConsumer';

export interface StorageClass extends KubeObject {
  readonly provisioner: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly reclaimPolicy: ReclaimPolicy;
  readonly mountOptions?: readonly string[];
  readonly allowVolumeExpansion?: boolean;
  readonly volumeBindingMode: VolumeBindingMode;
  readonly allowedTopologies?: readonly TopologySelectorTerm[];
}
