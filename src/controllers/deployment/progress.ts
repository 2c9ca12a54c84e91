import type { LookAgain } from '../../client/client.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus } from '../../kinds/apps/deployment/types.ts';
import {
  after,
  between,
  type Instant,
  instantOf,
  milliseconds,
  seconds,
  timeOf,
} from '../../machinery/instant.ts';
import { type Conditions, find, progressing, renew, set, without } from './conditions.ts';
import type { Family } from './replica-sets.ts';
import { deploymentStatus, isComplete, replicaFailure } from './status.ts';

const NO_DEADLINE = 2_147_483_647;
export const TIMED_OUT = 'ProgressDeadlineExceeded';
export const NEW_SET_AVAILABLE = 'NewReplicaSetAvailable';

/** D-60 */
export function hasProgressDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE;
}

export const progressingOf = (status: DeploymentStatus | undefined): DeploymentCondition | undefined =>
  find(status?.conditions, 'Progressing');

/** The status of a rollout: numbers, availability, and how it gets on (D-60..D-64). */
export function rolloutStatus(deployment: Deployment, family: Family, now: Instant): DeploymentStatus {
  const status = deploymentStatus(deployment, family, now);
  const moved = progressConditions(deployment, status, family, now);
  const conditions = withReplicaFailure(moved, family);
  const { conditions: _, ...rest } = status;
  return conditions.length === 0 ? rest : { ...rest, conditions };
}

function progressConditions(
  deployment: Deployment,
  status: DeploymentStatus,
  { newSet }: Family,
  now: Instant,
): Conditions {
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return without(conditions, 'Progressing');
  // A completed rollout is over: neither scaling nor failing pods change what was said of it (D-61).
  const told = progressingOf(deployment.status);
  if ((status.replicas ?? 0) === (status.updatedReplicas ?? 0) && told?.reason === NEW_SET_AVAILABLE)
    return conditions;
  const subject =
    newSet === undefined
      ? `Deployment "${deployment.metadata.name}"`
      : `ReplicaSet "${newSet.metadata.name}"`;
  const time = timeOf(now);
  if (isComplete(deployment, status)) {
    return set(
      conditions,
      progressing('True', NEW_SET_AVAILABLE, `${subject} has successfully progressed.`, time),
    );
  }
  if (hasProgressed(deployment.status, status)) {
    return renew(conditions, progressing('True', 'ReplicaSetUpdated', `${subject} is progressing.`, time));
  }
  if (hasTimedOut(deployment, status, now)) {
    return set(conditions, progressing('False', TIMED_OUT, `${subject} has timed out progressing.`, time));
  }
  return conditions;
}

/** More pods updated, fewer old ones left, more ready or more available than the stored status said (D-62b). */
export function hasProgressed(before: DeploymentStatus | undefined, status: DeploymentStatus): boolean {
  const updated = before?.updatedReplicas ?? 0;
  const updatedNow = status.updatedReplicas ?? 0;
  return (
    updatedNow > updated ||
    (status.replicas ?? 0) - updatedNow < (before?.replicas ?? 0) - updated ||
    (status.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  );
}

/** D-62c */
export function hasTimedOut(deployment: Deployment, status: DeploymentStatus, now: Instant): boolean {
  const told = progressingOf(status);
  if (!hasProgressDeadline(deployment) || told === undefined || told.reason === NEW_SET_AVAILABLE)
    return false;
  return told.reason === TIMED_OUT || deadlineOf(deployment, told) < now;
}

function deadlineOf({ spec }: Deployment, { lastUpdateTime }: DeploymentCondition): Instant {
  return after(instantOf(lastUpdateTime ?? ''), seconds(spec.progressDeadlineSeconds));
}

/** D-64: copied with the ReplicaSet's time for both times. */
function withReplicaFailure(conditions: Conditions, family: Family): Conditions {
  const failure = replicaFailure(family);
  if (failure === undefined) return without(conditions, 'ReplicaFailure');
  const { lastTransitionTime } = failure;
  return set(conditions, {
    ...failure,
    ...(lastTransitionTime === undefined ? {} : { lastUpdateTime: lastTransitionTime }),
  });
}

/**
 * When an unfinished rollout is looked at for its deadline: a second after it, or, when that is near already, as soon as
 * it is over (D-65). Nothing else produces the time-out.
 */
export function lookForDeadline(
  deployment: Deployment,
  status: DeploymentStatus,
  now: Instant,
): LookAgain | undefined {
  const told = progressingOf(deployment.status);
  if (!hasProgressDeadline(deployment) || told === undefined) return undefined;
  if (isComplete(deployment, status) || told.reason === TIMED_OUT) return undefined;
  // What was available once does not time out when pods fail later; upstream looks ten times a second all the same.
  if (told.reason === NEW_SET_AVAILABLE) return undefined;
  const deadline = deadlineOf(deployment, told);
  const left = between(now, deadline);
  if (left >= 1000) return { at: after(deadline, seconds(1)), because: 'standing' };
  return { at: after(left > 0 ? deadline : now, milliseconds(5)), because: 'standing' };
}
