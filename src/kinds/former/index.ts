import { MutatingWebhookConfiguration } from '../admissionregistration/mutatingwebhookconfiguration/kind.ts';
import { ValidatingWebhookConfiguration } from '../admissionregistration/validatingwebhookconfiguration/kind.ts';
import { ControllerRevision } from '../apps/controllerrevision/kind.ts';
import { DaemonSet } from '../apps/daemonset/kind.ts';
import { Deployment } from '../apps/deployment/kind.ts';
import { ReplicaSet } from '../apps/replicaset/kind.ts';
import { StatefulSet } from '../apps/statefulset/kind.ts';
import { HorizontalPodAutoscaler } from '../autoscaling/horizontalpodautoscaler/kind.ts';
import { CronJob } from '../batch/cronjob/kind.ts';
import { Lease } from '../coordination/lease/kind.ts';
import { EndpointSlice } from '../discovery/endpointslice/kind.ts';
import { FlowSchema } from '../flowcontrol/flowschema/kind.ts';
import { PriorityLevelConfiguration } from '../flowcontrol/prioritylevelconfiguration/kind.ts';
import { Ingress } from '../networking/ingress/kind.ts';
import { IngressClass } from '../networking/ingressclass/kind.ts';
import { NetworkPolicy } from '../networking/networkpolicy/kind.ts';
import { RuntimeClass } from '../node/runtimeclass/kind.ts';
import { PodDisruptionBudget } from '../policy/poddisruptionbudget/kind.ts';
import { ClusterRole } from '../rbac/clusterrole/kind.ts';
import { ClusterRoleBinding } from '../rbac/clusterrolebinding/kind.ts';
import { Role } from '../rbac/role/kind.ts';
import { RoleBinding } from '../rbac/rolebinding/kind.ts';
import { PriorityClass } from '../scheduling/priorityclass/kind.ts';
import { CSIDriver } from '../storage/csidriver/kind.ts';
import { CSINode } from '../storage/csinode/kind.ts';
import { CSIStorageCapacity } from '../storage/csistoragecapacity/kind.ts';
import { StorageClass } from '../storage/storageclass/kind.ts';
import { VolumeAttachment } from '../storage/volumeattachment/kind.ts';
import { renewedAutoscaler } from './autoscaler.ts';
import { type FormerVersion, formerly } from './former-version.ts';
import { renewedIngress } from './ingress.ts';
import {
  renewedBinding,
  renewedDisruptionBudget,
  renewedEndpointSlice,
  renewedPriorityLevel,
  renewedRuntimeClass,
  renewedWebhooks,
} from './policies.ts';
import {
  appsBetaDeployment,
  appsBetaStatefulSet,
  extensionsDaemonSet,
  extensionsDeployment,
  labelledByTemplate,
  withGenerationNoted,
} from './workloads.ts';

/** What became of the versions that 1.33 does not serve any more; apps/v1 stands here for what converting adds. */
export const formerVersions: readonly FormerVersion[] = [
  ...formerly('extensions/v1beta1', [
    [Deployment, extensionsDeployment],
    [DaemonSet, extensionsDaemonSet],
    [ReplicaSet, labelledByTemplate],
    [Ingress, renewedIngress],
    NetworkPolicy,
  ]),
  ...formerly('apps/v1beta1', [
    [Deployment, appsBetaDeployment],
    [StatefulSet, appsBetaStatefulSet],
    ControllerRevision,
  ]),
  ...formerly('apps/v1beta2', [
    Deployment,
    StatefulSet,
    ReplicaSet,
    ControllerRevision,
    [DaemonSet, withGenerationNoted],
  ]),
  ...formerly('apps/v1', [[DaemonSet, withGenerationNoted]]),
  ...formerly('batch/v1beta1', [CronJob]),
  ...formerly('policy/v1beta1', [[PodDisruptionBudget, renewedDisruptionBudget]]),
  ...formerly('autoscaling/v2beta1', [[HorizontalPodAutoscaler, renewedAutoscaler]]),
  ...formerly('autoscaling/v2beta2', [HorizontalPodAutoscaler]),
  ...formerly('networking.k8s.io/v1beta1', [[Ingress, renewedIngress], IngressClass]),
  ...formerly('rbac.authorization.k8s.io/v1beta1', [Role, RoleBinding, ClusterRole, ClusterRoleBinding]),
  ...formerly('rbac.authorization.k8s.io/v1alpha1', [
    Role,
    [RoleBinding, renewedBinding],
    ClusterRole,
    [ClusterRoleBinding, renewedBinding],
  ]),
  ...formerly('storage.k8s.io/v1beta1', [
    StorageClass,
    VolumeAttachment,
    CSIDriver,
    CSINode,
    CSIStorageCapacity,
  ]),
  ...formerly('storage.k8s.io/v1alpha1', [VolumeAttachment, CSIStorageCapacity]),
  ...formerly('scheduling.k8s.io/v1beta1', [PriorityClass]),
  ...formerly('scheduling.k8s.io/v1alpha1', [PriorityClass]),
  ...formerly('coordination.k8s.io/v1beta1', [Lease]),
  ...formerly('discovery.k8s.io/v1beta1', [[EndpointSlice, renewedEndpointSlice]]),
  ...formerly('node.k8s.io/v1beta1', [RuntimeClass]),
  ...formerly('node.k8s.io/v1alpha1', [[RuntimeClass, renewedRuntimeClass]]),
  ...formerly('admissionregistration.k8s.io/v1beta1', [
    [MutatingWebhookConfiguration, renewedWebhooks],
    [ValidatingWebhookConfiguration, renewedWebhooks],
  ]),
  ...formerly('flowcontrol.apiserver.k8s.io/v1beta1', [
    FlowSchema,
    [PriorityLevelConfiguration, renewedPriorityLevel],
  ]),
  ...formerly('flowcontrol.apiserver.k8s.io/v1beta2', [
    FlowSchema,
    [PriorityLevelConfiguration, renewedPriorityLevel],
  ]),
  ...formerly('flowcontrol.apiserver.k8s.io/v1beta3', [FlowSchema, PriorityLevelConfiguration]),
];
