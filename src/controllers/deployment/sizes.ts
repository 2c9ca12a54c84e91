import type { Deployment } from '../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { type IntOrString, scaledValue } from '../../machinery/int-or-string.ts';

/** A ReplicaSet and the size it is to have. */
export interface Resize {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
}

interface Fenceposts {
  readonly surge: number;
  readonly unavailable: number;
}

/** Surge is rounded up, unavailability down; both at 0 would never move, so then one may be unavailable (D-17). */
export function resolveFenceposts(
  maxSurge: IntOrString | undefined,
  maxUnavailable: IntOrString | undefined,
  desired: number,
): Fenceposts {
  const surge = scaledValue(maxSurge ?? 0, desired, 'up');
  const unavailable = scaledValue(maxUnavailable ?? 0, desired, 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function fenceposts({ spec }: Deployment): Fenceposts {
  const { maxSurge, maxUnavailable } = spec.strategy.rollingUpdate ?? {};
  return resolveFenceposts(maxSurge, maxUnavailable, spec.replicas);
}

export const isRollingUpdate = ({ spec }: Deployment): boolean => spec.strategy.type === 'RollingUpdate';

/** D-18: never more than there are, and none for Recreate. */
export function maxUnavailable(deployment: Deployment): number {
  const { replicas } = deployment.spec;
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, replicas);
}

/** D-18 */
export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

/** The most pods a deployment may have beside terminating ones: what the max-replicas annotation says. */
export const maxReplicas = (deployment: Deployment): number =>
  deployment.spec.replicas + maxSurge(deployment);

/** How many must be available during a rolling update; Recreate promises nothing. */
export function minAvailable(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? deployment.spec.replicas - maxUnavailable(deployment) : 0;
}

/** The size the new ReplicaSet may have now, given the sizes of all (D-33). */
export function newReplicaSetSize(deployment: Deployment, total: number, current: number): number {
  const { replicas, strategy } = deployment.spec;
  if (!isRollingUpdate(deployment)) return replicas;
  const most = replicas + scaledValue(strategy.rollingUpdate?.maxSurge ?? 0, replicas, 'up');
  if (total >= most) return current;
  return current + Math.min(most - total, replicas - current);
}

export const isActive = (replicaSet: ReplicaSet): boolean => replicaSet.spec.replicas > 0;

const sum = (replicaSets: readonly ReplicaSet[], count: (replicaSet: ReplicaSet) => number): number =>
  replicaSets.reduce((total, replicaSet) => total + count(replicaSet), 0);

export const specReplicas = (all: readonly ReplicaSet[]): number => sum(all, ({ spec }) => spec.replicas);
export const statusReplicas = (all: readonly ReplicaSet[]): number =>
  sum(all, ({ status }) => status?.replicas ?? 0);
export const readyReplicas = (all: readonly ReplicaSet[]): number =>
  sum(all, ({ status }) => status?.readyReplicas ?? 0);
export const availableReplicas = (all: readonly ReplicaSet[]): number =>
  sum(all, ({ status }) => status?.availableReplicas ?? 0);
