import type { Deployment } from '../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { byCreation } from '../pod-control/order.ts';
import { desiredReplicasOf, maxReplicasOf } from './annotations.ts';
import { isActive, isRollingUpdate, maxReplicas, type Resize, specReplicas } from './sizes.ts';

/**
 * How a deployment's ReplicaSets follow a changed size (D-21..D-27). A resize to the size a set has already is there
 * because its annotations are to be refreshed.
 */
export function followSize(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): readonly Resize[] {
  const desired = deployment.spec.replicas;
  const newestFirst = old.toSorted((a, b) => byCreation(b, a));
  const active = [...newestFirst, ...(newSet === undefined ? [] : [newSet])].filter(isActive);
  if (active.length <= 1) {
    const only = active[0] ?? newSet ?? newestFirst[0];
    return only === undefined || only.spec.replicas === desired
      ? []
      : [{ replicaSet: only, replicas: desired }];
  }
  if (newSet !== undefined && isSaturated(deployment, newSet)) {
    return newestFirst.filter(isActive).map((replicaSet) => ({ replicaSet, replicas: 0 }));
  }
  return isRollingUpdate(deployment) ? proportionally(deployment, active) : [];
}

/** The new ReplicaSet has all the pods there are to be, and has them available (D-22). */
export function isSaturated({ spec }: Deployment, newSet: ReplicaSet): boolean {
  return (
    newSet.spec.replicas === spec.replicas &&
    desiredReplicasOf(newSet) === spec.replicas &&
    (newSet.status?.availableReplicas ?? 0) === spec.replicas
  );
}

/** D-23..D-26 */
function proportionally(deployment: Deployment, active: readonly ReplicaSet[]): readonly Resize[] {
  const allowed = deployment.spec.replicas > 0 ? maxReplicas(deployment) : 0;
  const toAdd = allowed - specReplicas(active);
  const age = toAdd > 0 ? -1 : 1;
  const largestFirst = (a: ReplicaSet, b: ReplicaSet): number =>
    b.spec.replicas - a.spec.replicas || age * byCreation(a, b);
  const sorted = toAdd === 0 ? active : active.toSorted(largestFirst);
  let added = 0;
  const resizes = sorted.map((replicaSet) => {
    const share = proportion(deployment, replicaSet, toAdd, added);
    added += share;
    return { replicaSet, replicas: replicaSet.spec.replicas + share };
  });
  const [largest, ...others] = resizes;
  if (largest === undefined || toAdd === 0) return resizes;
  return [{ ...largest, replicas: Math.max(0, largest.replicas + toAdd - added) }, ...others];
}

/** A set's share of what is to be added (or, negative, removed), within what is left (D-24). */
function proportion(deployment: Deployment, replicaSet: ReplicaSet, toAdd: number, added: number): number {
  if (replicaSet.spec.replicas === 0 || toAdd === 0 || toAdd === added) return 0;
  const share = fraction(deployment, replicaSet);
  return toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added);
}

/** D-25: by the size the whole deployment might have had before; the product is an int32, as upstream computes it. */
export function fraction(deployment: Deployment, replicaSet: ReplicaSet): number {
  const size = replicaSet.spec.replicas;
  if (deployment.spec.replicas === 0) return -size;
  const before = maxReplicasOf(replicaSet) || (deployment.status?.replicas ?? 0);
  if (before === 0) return 0;
  return roundHalfAway(Math.imul(size, maxReplicas(deployment)) / before) - size;
}

const roundHalfAway = (value: number): number => Math.trunc(value + (value < 0 ? -0.5 : 0.5));
