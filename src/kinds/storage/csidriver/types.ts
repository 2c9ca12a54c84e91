import type { KubeObject } from '../../../machinery/object-meta.ts';

export interface CsiDriverSpec {
  readonly attachRequired: boolean;
  readonly podInfoOnMount: boolean;
  readonly volumeLifecycleModes: readonly ('Persistent' | 'Ephemeral')[];
  readonly storageCapacity: boolean;
  readonly fsGroupPolicy: 'ReadWriteOnceWithFSType' | 'File' | 'None';
  readonly tokenRequests?: readonly { readonly audience: string; readonly expirationSeconds?: number }[];
  readonly requiresRepublish: boolean;
  readonly seLinuxMount?: boolean;
  readonly nodeAllocatableUpdatePeriodSeconds?: number;
}

export interface CSIDriver extends KubeObject {
  readonly spec: CsiDriverSpec;
}
