/** Types of k8s.io/api/core/v1 that many kinds share, beside those of a Pod. */

import type { Time } from '../../machinery/instant.ts';
import type { ObjectMeta } from '../../machinery/object-meta.ts';

export interface ObjectReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

export interface SecretReference {
  readonly name?: string;
  readonly namespace?: string;
}

export interface TypedLocalObjectReference {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
}

export interface TypedObjectReference extends TypedLocalObjectReference {
  readonly namespace?: string;
}

export interface TopologySelectorLabelRequirement {
  readonly key: string;
  readonly values: readonly string[];
}

export interface TopologySelectorTerm {
  readonly matchLabelExpressions?: readonly TopologySelectorLabelRequirement[];
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** metadata of a template: an unset creationTimestamp travels as null. */
export type TemplateMeta = Omit<Partial<ObjectMeta>, 'creationTimestamp'> & {
  readonly creationTimestamp?: Time | null;
};
