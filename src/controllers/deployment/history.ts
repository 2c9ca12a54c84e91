import type { Deployment } from '../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { byRevision } from './replica-sets.ts';

const KEEP_ALL = 2_147_483_647;

/**
 * Which old ReplicaSets a completed deployment gives up. Only the oldest ones beyond the limit are looked at: one that
 * still has pods is passed over and no younger one goes in its place (D-48).
 */
export function replicaSetsToForget({ spec }: Deployment, old: readonly ReplicaSet[]): readonly ReplicaSet[] {
  const limit = spec.revisionHistoryLimit;
  if (limit === undefined || limit === KEEP_ALL) return [];
  const kept = old.filter((replicaSet) => !isTerminating(replicaSet));
  const beyond = Math.max(0, kept.length - limit);
  return kept.toSorted(byRevision).slice(0, beyond).filter(isIdle);
}

function isIdle({ spec, status, metadata }: ReplicaSet): boolean {
  const observed = (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0);
  return spec.replicas === 0 && (status?.replicas ?? 0) === 0 && observed;
}
