import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { ResourceList, Toleration } from '../../core/pod/types.ts';

export interface RuntimeClass extends KubeObject {
  readonly handler: string;
  readonly overhead?: { readonly podFixed?: ResourceList };
  readonly scheduling?: {
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
  };
}
