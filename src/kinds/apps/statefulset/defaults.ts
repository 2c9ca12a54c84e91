import { defaultClaimSpec } from '../../core/persistentvolumeclaim/defaults.ts';
import type { PersistentVolumeClaimTemplate } from '../../core/persistentvolumeclaim/types.ts';
import { defaultPodTemplate } from '../../pod-template/defaults.ts';
import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from './types.ts';

/** SetDefaults_StatefulSet. */
export function defaults(statefulSet: StatefulSet): StatefulSet {
  const given: Partial<StatefulSetSpec> = statefulSet.spec ?? {};
  const { volumeClaimTemplates, persistentVolumeClaimRetentionPolicy: retention } = given;
  const spec = {
    ...given,
    replicas: given.replicas ?? 1,
    template: defaultPodTemplate(given.template ?? { spec: { containers: [] } }),
    ...(volumeClaimTemplates === undefined
      ? {}
      : { volumeClaimTemplates: volumeClaimTemplates.map(defaultClaim) }),
    serviceName: given.serviceName ?? '',
    podManagementPolicy: given.podManagementPolicy || 'OrderedReady',
    updateStrategy: defaultUpdateStrategy(given.updateStrategy),
    revisionHistoryLimit: given.revisionHistoryLimit ?? 10,
    persistentVolumeClaimRetentionPolicy: {
      ...retention,
      whenDeleted: retention?.whenDeleted || 'Retain',
      whenScaled: retention?.whenScaled || 'Retain',
    },
  } as StatefulSetSpec;
  return { ...statefulSet, spec };
}

/** `type: RollingUpdate` written out stays without rollingUpdate: only a missing type brings it along. */
function defaultUpdateStrategy(given: Partial<StatefulSetUpdateStrategy> = {}): StatefulSetUpdateStrategy {
  const type = given.type || 'RollingUpdate';
  const rollingUpdate = given.rollingUpdate ?? (given.type ? undefined : {});
  if (rollingUpdate === undefined) return { ...given, type };
  if (type !== 'RollingUpdate') return { ...given, type, rollingUpdate };
  return { ...given, type, rollingUpdate: { ...rollingUpdate, partition: rollingUpdate.partition ?? 0 } };
}

/** A claim template is stored as the whole object that it is. */
function defaultClaim(claim: PersistentVolumeClaimTemplate): PersistentVolumeClaimTemplate {
  return {
    ...claim,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { creationTimestamp: null, ...claim.metadata },
    spec: defaultClaimSpec(claim.spec),
    status: { ...claim.status, phase: claim.status?.phase || 'Pending' },
  };
}
