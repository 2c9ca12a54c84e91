import type { KubeObject } from '../../../machinery/object-meta.ts';

export interface IngressClassParameters {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly scope: 'Cluster' | 'Namespace' | null;
  readonly namespace?: string;
}

export interface IngressClass extends KubeObject {
  readonly spec?: { readonly controller?: string; readonly parameters?: IngressClassParameters };
}
