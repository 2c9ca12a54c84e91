import { defaultPodTemplate } from '../../pod-template/defaults.ts';
import type { ReplicaSet, ReplicaSetSpec } from './types.ts';

/** SetDefaults_ReplicaSet. */
export function defaults(replicaSet: ReplicaSet): ReplicaSet {
  const given: Partial<ReplicaSetSpec> = replicaSet.spec ?? {};
  const spec = {
    ...given,
    replicas: given.replicas ?? 1,
    template: defaultPodTemplate(given.template ?? { spec: { containers: [] } }),
  } as ReplicaSetSpec;
  return { ...replicaSet, spec };
}
