import type { KubeObject } from '../../../machinery/object-meta.ts';

export interface CSINodeDriver {
  readonly name: string;
  readonly nodeID: string;
  readonly topologyKeys: readonly string[] | null;
  readonly allocatable?: { readonly count?: number };
}

export interface CSINode extends KubeObject {
  readonly spec: { readonly drivers: readonly CSINodeDriver[] | null };
}
