import type { Deployment, DeploymentStatus } from '../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { type Instant, timeOf } from '../../machinery/instant.ts';
import { available, set } from './conditions.ts';
import { type Family, membersOf } from './replica-sets.ts';
import { availableReplicas, maxUnavailable, readyReplicas, specReplicas, statusReplicas } from './sizes.ts';

/** The numbers and the Available condition, from the ReplicaSets as they were read (D-50, D-51). */
export function deploymentStatus(deployment: Deployment, family: Family, now: Instant): DeploymentStatus {
  const all = membersOf(family);
  const availableCount = availableReplicas(all);
  const { conditions = [], collisionCount } = deployment.status ?? {};
  const enough = availableCount >= deployment.spec.replicas - maxUnavailable(deployment);
  return {
    ...counts({
      observedGeneration: deployment.metadata.generation ?? 0,
      replicas: statusReplicas(all),
      updatedReplicas: family.newSet === undefined ? 0 : statusReplicas([family.newSet]),
      readyReplicas: readyReplicas(all),
      availableReplicas: availableCount,
      unavailableReplicas: Math.max(0, specReplicas(all) - availableCount),
    }),
    conditions: set(conditions, available(enough, timeOf(now))),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

type Counts = Omit<DeploymentStatus, 'conditions' | 'collisionCount'>;

/** In the API a count of 0 is absent. */
function counts(all: { readonly [Name in keyof Counts]: number }): Counts {
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count !== 0));
}

/** All pods are of the new template and available, and the spec has been seen (D-62a). */
export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus | undefined): boolean {
  return (
    (status?.updatedReplicas ?? 0) === spec.replicas &&
    (status?.replicas ?? 0) === spec.replicas &&
    (status?.availableReplicas ?? 0) === spec.replicas &&
    (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** The first ReplicaFailure: the new ReplicaSet's own, else any (D-64). */
export function replicaFailure({ newSet, old }: Family) {
  const sets: readonly ReplicaSet[] = newSet === undefined ? old : [newSet, ...old];
  for (const { status } of sets) {
    const condition = status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (condition !== undefined) return condition;
  }
  return undefined;
}
