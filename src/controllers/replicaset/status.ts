import type { ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '../../kinds/apps/replicaset/types.ts';
import { isAvailable, isReady } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { type Instant, timeOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import type { StatusError } from '../../machinery/status.ts';

/** The status of a set whose active pods were these before anything was done about them. */
export function replicaSetStatus(
  replicaSet: ReplicaSet,
  active: readonly Pod[],
  failure: StatusError | undefined,
  now: Instant,
): ReplicaSetStatus {
  const wanted = Object.entries(replicaSet.spec.template.metadata?.labels ?? {});
  const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0;
  let fullyLabeledReplicas = 0;
  let readyReplicas = 0;
  let availableReplicas = 0;
  for (const pod of active) {
    if (wanted.every(([key, value]) => pod.metadata.labels?.[key] === value)) fullyLabeledReplicas++;
    if (!isReady(pod)) continue;
    readyReplicas++;
    if (isAvailable(pod, minReadySeconds, now)) availableReplicas++;
  }
  const conditions = conditionsAfter(replicaSet, active.length, failure, now);
  return {
    replicas: active.length,
    ...(fullyLabeledReplicas === 0 ? {} : { fullyLabeledReplicas }),
    ...(readyReplicas === 0 ? {} : { readyReplicas }),
    ...(availableReplicas === 0 ? {} : { availableReplicas }),
    ...(replicaSet.metadata.generation === undefined
      ? {}
      : { observedGeneration: replicaSet.metadata.generation }),
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
