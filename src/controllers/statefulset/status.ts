import type { StatefulSet, StatefulSetStatus } from '../../kinds/apps/statefulset/types.ts';
import { isAvailable, isRunningAndReady } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Instant } from '../../machinery/instant.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { revisionOf } from './identity.ts';

export interface Revisions {
  readonly current: string;
  readonly update: string;
  readonly collisionCount: number;
}

/** Every number, 0 too. */
export interface Counts {
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly currentReplicas: number;
  readonly updatedReplicas: number;
}

/** S-25: pods as they were read; one made or deleted in this sync counts as such from the next one on. */
export function countsOf(set: StatefulSet, pods: readonly Pod[], revisions: Revisions, now: Instant): Counts {
  const ready = pods.filter(isRunningAndReady);
  const staying = pods.filter((pod) => !isTerminating(pod)).map(revisionOf);
  return {
    replicas: pods.length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, now)).length,
    currentReplicas: staying.filter((name) => name === revisions.current).length,
    updatedReplicas: staying.filter((name) => name === revisions.update).length,
  };
}

/** The status to store; an update that is through makes its revision the current one (S-26). */
export function statefulSetStatus(set: StatefulSet, counts: Counts, revisions: Revisions): StatefulSetStatus {
  const { replicas, readyReplicas, availableReplicas, updatedReplicas } = counts;
  const complete =
    set.spec.updateStrategy.type === 'RollingUpdate' &&
    [updatedReplicas, readyReplicas, replicas].every((count) => count === set.spec.replicas);
  const currentReplicas = complete ? updatedReplicas : counts.currentReplicas;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas,
    ...(readyReplicas === 0 ? {} : { readyReplicas }),
    ...(currentReplicas === 0 ? {} : { currentReplicas }),
    ...(updatedReplicas === 0 ? {} : { updatedReplicas }),
    currentRevision: complete ? revisions.update : revisions.current,
    updateRevision: revisions.update,
    collisionCount: revisions.collisionCount,
    availableReplicas,
  };
}

const COMPARED = [
  'replicas',
  'readyReplicas',
  'availableReplicas',
  'currentReplicas',
  'updatedReplicas',
  'currentRevision',
  'updateRevision',
] as const;

/** Whether the status is worth a write: a new collision count alone is not (S-27). */
export function differs(stored: StatefulSetStatus | undefined, status: StatefulSetStatus): boolean {
  if ((status.observedGeneration ?? 0) > (stored?.observedGeneration ?? 0)) return true;
  return COMPARED.some((name) => (stored?.[name] || undefined) !== (status[name] || undefined));
}
