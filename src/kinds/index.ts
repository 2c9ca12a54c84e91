import { ControllerRevision } from './apps/controllerrevision/kind.ts';
import { DaemonSet } from './apps/daemonset/kind.ts';
import { Deployment } from './apps/deployment/kind.ts';
import { ReplicaSet } from './apps/replicaset/kind.ts';
import { StatefulSet } from './apps/statefulset/kind.ts';
import { HorizontalPodAutoscaler } from './autoscaling/horizontalpodautoscaler/kind.ts';
import { CronJob } from './batch/cronjob/kind.ts';
import { Job } from './batch/job/kind.ts';
import { Lease } from './coordination/lease/kind.ts';
import { ConfigMap } from './core/configmap/kind.ts';
import { Endpoints } from './core/endpoints/kind.ts';
import { Event } from './core/event/kind.ts';
import { LimitRange } from './core/limitrange/kind.ts';
import { Namespace } from './core/namespace/kind.ts';
import { Node } from './core/node/kind.ts';
import { PersistentVolume } from './core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from './core/persistentvolumeclaim/kind.ts';
import { Pod } from './core/pod/kind.ts';
import { PodTemplate } from './core/podtemplate/kind.ts';
import { ReplicationController } from './core/replicationcontroller/kind.ts';
import { ResourceQuota } from './core/resourcequota/kind.ts';
import { Secret } from './core/secret/kind.ts';
import { Service } from './core/service/kind.ts';
import { ServiceAccount } from './core/serviceaccount/kind.ts';
import { EndpointSlice } from './discovery/endpointslice/kind.ts';
import type { AnyKind } from './kind.ts';
import { Ingress } from './networking/ingress/kind.ts';
import { IngressClass } from './networking/ingressclass/kind.ts';
import { NetworkPolicy } from './networking/networkpolicy/kind.ts';
import { RuntimeClass } from './node/runtimeclass/kind.ts';
import { PodDisruptionBudget } from './policy/poddisruptionbudget/kind.ts';
import { ClusterRole } from './rbac/clusterrole/kind.ts';
import { ClusterRoleBinding } from './rbac/clusterrolebinding/kind.ts';
import { Role } from './rbac/role/kind.ts';
import { RoleBinding } from './rbac/rolebinding/kind.ts';
import { PriorityClass } from './scheduling/priorityclass/kind.ts';
import { CSIDriver } from './storage/csidriver/kind.ts';
import { CSINode } from './storage/csinode/kind.ts';
import { StorageClass } from './storage/storageclass/kind.ts';
import { VolumeAttachment } from './storage/volumeattachment/kind.ts';

/** Every built-in kind, in the order `kubectl api-resources` lists them: by group, then by plural. */
// biome-ignore format: one kind a line
export const kinds: readonly AnyKind[] = [
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  Namespace,
  Node,
  PersistentVolumeClaim,
  PersistentVolume,
  Pod,
  PodTemplate,
  ReplicationController,
  ResourceQuota,
  Secret,
  ServiceAccount,
  Service,
  ControllerRevision,
  DaemonSet,
  Deployment,
  ReplicaSet,
  StatefulSet,
  HorizontalPodAutoscaler,
  CronJob,
  Job,
  Lease,
  EndpointSlice,
  IngressClass,
  Ingress,
  NetworkPolicy,
  RuntimeClass,
  PodDisruptionBudget,
  ClusterRoleBinding,
  ClusterRole,
  RoleBinding,
  Role,
  PriorityClass,
  CSIDriver,
  CSINode,
  StorageClass,
  VolumeAttachment,
];
