import type {
  ReplicaSet,
  ReplicaSetCondition,
  ReplicaSetStatus,
} from '../../../kinds/apps/replicaset/types.ts';
import { type Instant, timeOf } from '../../../machinery/instant.ts';
import { equalJson } from '../../../machinery/json.ts';
import type { StatusError } from '../../../machinery/status.ts';
import type { PodCounts } from './counts.ts';

/** The status of a set whose active pods came to this before anything was done about them. */
export function replicaSetStatus(
  replicaSet: ReplicaSet,
  { active, fullyLabeled, ready, available }: PodCounts,
  failure: StatusError | undefined,
  now: Instant,
): ReplicaSetStatus {
  const { generation } = replicaSet.metadata;
  const conditions = conditionsAfter(replicaSet, active, failure, now);
  return {
    replicas: active,
    ...(fullyLabeled === 0 ? {} : { fullyLabeledReplicas: fullyLabeled }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

/** Whether the status is worth a write: every field of it is compared. */
export function differs(stored: ReplicaSetStatus | undefined, status: ReplicaSetStatus): boolean {
  return !equalJson(stored ?? { replicas: 0 }, status);
}

/** A failure that stands already is left as it was told first, with the name of a pod that never was. */
function conditionsAfter(
  replicaSet: ReplicaSet,
  active: number,
  failure: StatusError | undefined,
  now: Instant,
): readonly ReplicaSetCondition[] {
  const stored = replicaSet.status?.conditions ?? [];
  if (failure === undefined) return stored.filter((condition) => condition.type !== 'ReplicaFailure');
  if (stored.some((condition) => condition.type === 'ReplicaFailure')) return stored;
  const missing = replicaSet.spec.replicas - active;
  const reason = missing > 0 ? 'FailedCreate' : missing < 0 ? 'FailedDelete' : undefined;
  const condition: ReplicaSetCondition = {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: timeOf(now),
    ...(reason === undefined ? {} : { reason }),
    message: failure.message,
  };
  return [...stored, condition];
}
