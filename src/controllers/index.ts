import type { Actor } from '../client/client.ts';
import { kinds } from '../kinds/index.ts';
import { apiServiceAvailability } from './apiservice/availability.ts';
import { definedApiServices } from './apiservice/registration.ts';
import { attachDetach } from './attach-detach/controller.ts';
import { certificateSigning } from './certificate-signing/controller.ts';
import { ingressAddress } from './cloud/ingress-address.ts';
import { loadBalancer } from './cloud/load-balancer.ts';
import { clusterRoleAggregation } from './clusterrole-aggregation/controller.ts';
import { cronjob } from './cronjob/controller.ts';
import { csiAttacher } from './csi-driver/attacher.ts';
import { csiProvisioner } from './csi-driver/provisioner.ts';
import { csiRegistrar } from './csi-driver/registrar.ts';
import { csiResizer } from './csi-driver/resizer.ts';
import { customResourceDefinitions } from './customresourcedefinition/controller.ts';
import { daemonset } from './daemonset/controller.ts';
import { deployment } from './deployment/controller.ts';
import { disruption } from './disruption/controller.ts';
import { endpoints } from './endpoints/controller.ts';
import { endpointSlice } from './endpointslice/controller.ts';
import { endpointSliceMirroring } from './endpointslice-mirroring/controller.ts';
import { ephemeralVolumes } from './ephemeral-volume/controller.ts';
import { garbageCollector } from './garbage-collector/controller.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler/controller.ts';
import { job } from './job/controller.ts';
import { jobOrphanPods } from './job/orphan-pods.ts';
import { namespaceController } from './namespace/controller.ts';
import { nodeLifecycle } from './node-lifecycle/controller.ts';
import { noExecuteTainter } from './node-lifecycle/tainter.ts';
import { persistentVolumeBinder } from './persistent-volume-binder/controller.ts';
import { podGarbageCollector } from './pod-garbage-collector/controller.ts';
import { replicaset } from './replicaset/controller.ts';
import { replicationcontroller } from './replicationcontroller/controller.ts';
import { resourceQuotaController } from './resource-quota/controller.ts';
import { rootCertificates, serviceAccount } from './service-account/controller.ts';
import { accountTokens } from './service-account/tokens.ts';
import { serviceIpAddresses } from './service-ip-address/controller.ts';
import { statefulset } from './statefulset/controller.ts';
import { taintEviction } from './taint-eviction/controller.ts';
import { ttlAfterFinished } from './ttl-after-finished/controller.ts';
import { volumeExpand } from './volume-expand/controller.ts';
import { claimProtection, volumeProtection } from './volume-protection/controller.ts';

export interface ControllerSettings {
  readonly kubelet: 'realistic' | 'fast';
}

/**
 * The controller manager's controllers. Of two that one change wakes at the same instant the earlier one goes first: an
 * owner before what works for it, as a real owner is done before the pods it asked for are there.
 */
export function controllers(settings: ControllerSettings): readonly Actor[] {
  return [
    deployment,
    replicaset,
    replicationcontroller,
    statefulset,
    daemonset,
    cronjob,
    job,
    jobOrphanPods,
    ttlAfterFinished,
    garbageCollector,
    customResourceDefinitions,
    definedApiServices,
    apiServiceAvailability,
    clusterRoleAggregation,
    certificateSigning,
    namespaceController(settings),
    serviceAccount,
    rootCertificates,
    accountTokens,
    resourceQuotaController(kinds),
    serviceIpAddresses,
    endpointSlice,
    endpoints,
    endpointSliceMirroring,
    loadBalancer({ isInstant: settings.kubelet === 'fast' }),
    ingressAddress,
    disruption,
    horizontalPodAutoscaler(kinds),
    ephemeralVolumes,
    persistentVolumeBinder,
    claimProtection,
    volumeProtection,
    volumeExpand,
    attachDetach,
    csiRegistrar,
    csiProvisioner,
    csiAttacher,
    csiResizer,
    nodeLifecycle,
    noExecuteTainter,
    taintEviction,
    podGarbageCollector,
  ];
}
