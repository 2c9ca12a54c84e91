import { MutatingWebhookConfiguration } from './admissionregistration/mutatingwebhookconfiguration/kind.ts';
import { ValidatingAdmissionPolicy } from './admissionregistration/validatingadmissionpolicy/kind.ts';
import { ValidatingAdmissionPolicyBinding } from './admissionregistration/validatingadmissionpolicybinding/kind.ts';
import { ValidatingWebhookConfiguration } from './admissionregistration/validatingwebhookconfiguration/kind.ts';
import { CustomResourceDefinition } from './apiextensions/customresourcedefinition/kind.ts';
import { APIService } from './apiregistration/apiservice/kind.ts';
import { ControllerRevision } from './apps/controllerrevision/kind.ts';
import { DaemonSet } from './apps/daemonset/kind.ts';
import { Deployment } from './apps/deployment/kind.ts';
import { ReplicaSet } from './apps/replicaset/kind.ts';
import { StatefulSet } from './apps/statefulset/kind.ts';
import { HorizontalPodAutoscaler } from './autoscaling/horizontalpodautoscaler/kind.ts';
import { HorizontalPodAutoscalerV1 } from './autoscaling/horizontalpodautoscaler/v1/face.ts';
import { CronJob } from './batch/cronjob/kind.ts';
import { Job } from './batch/job/kind.ts';
import { CertificateSigningRequest } from './certificates/certificatesigningrequest/kind.ts';
import { Lease } from './coordination/lease/kind.ts';
import { ComponentStatus } from './core/componentstatus/kind.ts';
import { ConfigMap } from './core/configmap/kind.ts';
import { Endpoints } from './core/endpoints/kind.ts';
import { NewerEvent } from './core/event/face.ts';
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
import { FlowSchema } from './flowcontrol/flowschema/kind.ts';
import { PriorityLevelConfiguration } from './flowcontrol/prioritylevelconfiguration/kind.ts';
import type { AnyKind } from './kind.ts';
import { Ingress } from './networking/ingress/kind.ts';
import { IngressClass } from './networking/ingressclass/kind.ts';
import { IPAddress } from './networking/ipaddress/kind.ts';
import { NetworkPolicy } from './networking/networkpolicy/kind.ts';
import { ServiceCIDR } from './networking/servicecidr/kind.ts';
import { RuntimeClass } from './node/runtimeclass/kind.ts';
import { PodDisruptionBudget } from './policy/poddisruptionbudget/kind.ts';
import { ClusterRole } from './rbac/clusterrole/kind.ts';
import { ClusterRoleBinding } from './rbac/clusterrolebinding/kind.ts';
import { Role } from './rbac/role/kind.ts';
import { RoleBinding } from './rbac/rolebinding/kind.ts';
import { PriorityClass } from './scheduling/priorityclass/kind.ts';
import { CSIDriver } from './storage/csidriver/kind.ts';
import { CSINode } from './storage/csinode/kind.ts';
import { CSIStorageCapacity } from './storage/csistoragecapacity/kind.ts';
import { StorageClass } from './storage/storageclass/kind.ts';
import { VolumeAttachment } from './storage/volumeattachment/kind.ts';

/** Every built-in kind, in the order `kubectl api-resources` lists them: by group, then by plural. */
// biome-ignore format: one kind a line
export const kinds: readonly AnyKind[] = [
  ComponentStatus,
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
  MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
  CustomResourceDefinition,
  APIService,
  ControllerRevision,
  DaemonSet,
  Deployment,
  ReplicaSet,
  StatefulSet,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerV1,
  CronJob,
  Job,
  CertificateSigningRequest,
  Lease,
  EndpointSlice,
  NewerEvent,
  FlowSchema,
  PriorityLevelConfiguration,
  IngressClass,
  Ingress,
  IPAddress,
  NetworkPolicy,
  ServiceCIDR,
  RuntimeClass,
  PodDisruptionBudget,
  ClusterRoleBinding,
  ClusterRole,
  RoleBinding,
  Role,
  PriorityClass,
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  StorageClass,
  VolumeAttachment,
];
