import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { ObjectReference } from '../common-types.ts';
import type { LocalObjectReference } from '../pod/types.ts';

export interface ServiceAccount extends KubeObject {
  readonly secrets?: readonly ObjectReference[];
  readonly imagePullSecrets?: readonly LocalObjectReference[];
  readonly automountServiceAccountToken?: boolean;
}
