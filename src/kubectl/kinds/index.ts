import { certificateSigningRequest } from './certificatesigningrequest/describe.ts';
import { configMap } from './configmap/describe.ts';
import { cronJob } from './cronjob/describe.ts';
import { csiNode } from './csinode/describe.ts';
import { daemonSet } from './daemonset/describe.ts';
import { deployment } from './deployment/describe.ts';
import type { Describer } from './describer.ts';
import { endpoints } from './endpoints/describe.ts';
import { endpointSlice } from './endpointslice/describe.ts';
import { generic } from './generic/describe.ts';
import { horizontalPodAutoscaler } from './horizontalpodautoscaler/describe.ts';
import { ingress } from './ingress/describe.ts';
import { ingressClass } from './ingressclass/describe.ts';
import { ipAddress } from './ipaddress/describe.ts';
import { job } from './job/describe.ts';
import { limitRange } from './limitrange/describe.ts';
import { namespace } from './namespace/describe.ts';
import { networkPolicy } from './networkpolicy/describe.ts';
import { node } from './node/describe.ts';
import { persistentVolume } from './persistentvolume/describe.ts';
import { persistentVolumeClaim } from './persistentvolumeclaim/describe.ts';
import { pod } from './pod/describe.ts';
import { podDisruptionBudget } from './poddisruptionbudget/describe.ts';
import { priorityClass } from './priorityclass/describe.ts';
import { replicaSet } from './replicaset/describe.ts';
import { replicationController } from './replicationcontroller/describe.ts';
import { resourceQuota } from './resourcequota/describe.ts';
import { role } from './role/describe.ts';
import { roleBinding } from './rolebinding/describe.ts';
import { secret } from './secret/describe.ts';
import { service } from './service/describe.ts';
import { serviceAccount } from './serviceaccount/describe.ts';
import { serviceCidr } from './servicecidr/describe.ts';
import { statefulSet } from './statefulset/describe.ts';
import { storageClass } from './storageclass/describe.ts';

/** Describers by `kind.group`; every other kind gets the generic one. */
// biome-ignore format: one kind a line
const describers: Readonly<Record<string, Describer>> = {
  'Pod.': pod,
  'ReplicationController.': replicationController,
  'Secret.': secret,
  'Service.': service,
  'ServiceAccount.': serviceAccount,
  'Node.': node,
  'LimitRange.': limitRange,
  'ResourceQuota.': resourceQuota,
  'PersistentVolume.': persistentVolume,
  'PersistentVolumeClaim.': persistentVolumeClaim,
  'Namespace.': namespace,
  'Endpoints.': endpoints,
  'ConfigMap.': configMap,
  'EndpointSlice.discovery.k8s.io': endpointSlice,
  'HorizontalPodAutoscaler.autoscaling': horizontalPodAutoscaler,
  'Ingress.networking.k8s.io': ingress,
  'IngressClass.networking.k8s.io': ingressClass,
  'ServiceCIDR.networking.k8s.io': serviceCidr,
  'IPAddress.networking.k8s.io': ipAddress,
  'Job.batch': job,
  'CronJob.batch': cronJob,
  'StatefulSet.apps': statefulSet,
  'Deployment.apps': deployment,
  'DaemonSet.apps': daemonSet,
  'ReplicaSet.apps': replicaSet,
  'CertificateSigningRequest.certificates.k8s.io': certificateSigningRequest,
  'StorageClass.storage.k8s.io': storageClass,
  'CSINode.storage.k8s.io': csiNode,
  'PodDisruptionBudget.policy': podDisruptionBudget,
  'Role.rbac.authorization.k8s.io': role,
  'ClusterRole.rbac.authorization.k8s.io': role,
  'RoleBinding.rbac.authorization.k8s.io': roleBinding,
  'ClusterRoleBinding.rbac.authorization.k8s.io': roleBinding,
  'NetworkPolicy.networking.k8s.io': networkPolicy,
  'PriorityClass.scheduling.k8s.io': priorityClass,
};

export function describerFor(kind: string, group: string): Describer {
  return describers[`${kind}.${group}`] ?? generic;
}
