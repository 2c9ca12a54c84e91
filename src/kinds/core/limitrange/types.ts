import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { ResourceList } from '../pod/types.ts';

export interface LimitRangeItem {
  readonly type: string;
  readonly max?: ResourceList;
  readonly min?: ResourceList;
  readonly default?: ResourceList;
  readonly defaultRequest?: ResourceList;
  readonly maxLimitRequestRatio?: ResourceList;
}

export interface LimitRange extends KubeObject {
  readonly spec?: { readonly limits: readonly LimitRangeItem[] | null };
}
