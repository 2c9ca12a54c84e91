import type { Deployment } from '../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { byCreation } from '../pod-control/order.ts';
import {
  availableReplicas,
  isActive,
  maxUnavailable,
  newReplicaSetSize,
  type Resize,
  specReplicas,
} from './sizes.ts';

/** How the new ReplicaSet grows or shrinks in this sync, if it does (D-32). */
export function resizeNew(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet,
): Resize | undefined {
  const current = newSet.spec.replicas;
  const desired = deployment.spec.replicas;
  const replicas = current > desired ? desired : newReplicaSetSize(deployment, specReplicas(all), current);
  return current === desired || replicas === current ? undefined : { replicaSet: newSet, replicas };
}

export interface ScaleDown {
  readonly resizes: readonly Resize[];
  /** False also when the step was broken off: what was done before then stays done (D-35). */
  readonly scaled: boolean;
}

const NOTHING: ScaleDown = { resizes: [], scaled: false };

/** How old ReplicaSets shrink in this sync: unhealthy pods first, then healthy ones with a budget of their own (D-34..D-37). */
export function scaleDownOld(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  newSet: ReplicaSet,
): ScaleDown {
  const active = old.filter(isActive).toSorted(byCreation);
  if (active.length === 0) return NOTHING;
  const least = deployment.spec.replicas - maxUnavailable(deployment);
  const newUnavailable = newSet.spec.replicas - (newSet.status?.availableReplicas ?? 0);
  const budget = specReplicas([...active, newSet]) - least - newUnavailable;
  if (budget <= 0) return NOTHING;
  const unhealthy = removeUnhealthy(active, budget);
  if (!unhealthy.scaled) return unhealthy;
  const healthy = removeAvailable(
    resized(active, unhealthy.resizes),
    availableReplicas([...active, newSet]) - least,
  );
  const resizes = [...unhealthy.resizes, ...healthy];
  return { resizes, scaled: resizes.length > 0 };
}

/** D-35. `scaled` says whether the step goes on. A status of more available pods than wanted is stale and breaks it off. */
export function removeUnhealthy(old: readonly ReplicaSet[], budget: number): ScaleDown {
  const resizes: Resize[] = [];
  let removed = 0;
  for (const replicaSet of old) {
    if (removed >= budget) break;
    const size = replicaSet.spec.replicas;
    const unhealthy = size - (replicaSet.status?.availableReplicas ?? 0);
    if (size === 0 || unhealthy === 0) continue;
    if (unhealthy < 0) return { resizes, scaled: false };
    const count = Math.min(budget - removed, unhealthy);
    resizes.push({ replicaSet, replicas: size - count });
    removed += count;
  }
  return { resizes, scaled: true };
}

/** D-36 */
export function removeAvailable(old: readonly ReplicaSet[], budget: number): readonly Resize[] {
  const resizes: Resize[] = [];
  let removed = 0;
  for (const replicaSet of old) {
    if (removed >= budget) break;
    const size = replicaSet.spec.replicas;
    if (size === 0) continue;
    const count = Math.min(size, budget - removed);
    resizes.push({ replicaSet, replicas: size - count });
    removed += count;
  }
  return resizes;
}

function resized(replicaSets: readonly ReplicaSet[], resizes: readonly Resize[]): readonly ReplicaSet[] {
  const sizes = new Map(resizes.map(({ replicaSet, replicas }) => [replicaSet, replicas]));
  return replicaSets.map((replicaSet) => {
    const replicas = sizes.get(replicaSet);
    return replicas === undefined ? replicaSet : { ...replicaSet, spec: { ...replicaSet.spec, replicas } };
  });
}
