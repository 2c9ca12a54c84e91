import type { Time } from '../../../machinery/instant.ts';
import type { IntOrString } from '../../../machinery/int-or-string.ts';
import type { LabelSelector } from '../../../machinery/labels.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { PersistentVolumeClaimTemplate } from '../../core/persistentvolumeclaim/types.ts';
import type { ConditionStatus, PodTemplateSpec } from '../../core/pod/types.ts';

export type PodManagementPolicy = 'OrderedReady' | 'Parallel';
export type ClaimRetention = 'Retain' | 'Delete';

export interface RollingUpdateStatefulSetStrategy {
  readonly partition?: number;
  /** Dropped by the API server while its feature gate is off, as it is in 1.33. */
  readonly maxUnavailable?: IntOrString;
}

export interface StatefulSetUpdateStrategy {
  readonly type: 'RollingUpdate' | 'OnDelete';
  readonly rollingUpdate?: RollingUpdateStatefulSetStrategy;
}

export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  readonly whenDeleted: ClaimRetention;
  readonly whenScaled: ClaimRetention;
}

export interface StatefulSetSpec {
  readonly replicas: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly volumeClaimTemplates?: readonly PersistentVolumeClaimTemplate[];
  readonly serviceName: string;
  readonly podManagementPolicy: PodManagementPolicy;
  readonly updateStrategy: StatefulSetUpdateStrategy;
  readonly revisionHistoryLimit: number;
  readonly minReadySeconds?: number;
  readonly persistentVolumeClaimRetentionPolicy: StatefulSetPersistentVolumeClaimRetentionPolicy;
  readonly ordinals?: { readonly start: number };
}

export interface StatefulSetCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastTransitionTime?: Time;
  readonly reason?: string;
  readonly message?: string;
}

/** All numbers but replicas and availableReplicas are absent where they are 0. */
export interface StatefulSetStatus {
  readonly observedGeneration?: number;
  readonly replicas: number;
  readonly readyReplicas?: number;
  readonly currentReplicas?: number;
  readonly updatedReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
  readonly collisionCount?: number;
  readonly conditions?: readonly StatefulSetCondition[];
  readonly availableReplicas: number;
}

export interface StatefulSet extends KubeObject {
  readonly spec: StatefulSetSpec;
  readonly status?: StatefulSetStatus;
}
