import type { LabelSelector } from '../../machinery/labels.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import type { PolicyRule } from '../../machinery/policy-rules.ts';

export type { PolicyRule };

export interface Subject {
  readonly kind: string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface RoleRef {
  readonly apiGroup: string;
  readonly kind: string;
  readonly name: string;
}

export interface Role extends KubeObject {
  readonly rules: readonly PolicyRule[] | null;
}

export interface ClusterRole extends Role {
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
}

/** RoleBinding and ClusterRoleBinding have the same shape. */
export interface RoleBinding extends KubeObject {
  readonly subjects?: readonly Subject[];
  readonly roleRef: RoleRef;
}
