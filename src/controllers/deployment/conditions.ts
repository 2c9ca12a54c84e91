import type { DeploymentCondition, DeploymentConditionType } from '../../kinds/apps/deployment/types.ts';
import type { Time } from '../../machinery/instant.ts';

export type Conditions = readonly DeploymentCondition[];

export const find = (
  conditions: Conditions | undefined,
  type: DeploymentConditionType,
): DeploymentCondition | undefined => conditions?.find((condition) => condition.type === type);

export const without = (conditions: Conditions, type: DeploymentConditionType): Conditions =>
  conditions.filter((condition) => condition.type !== type);

/**
 * Same status and same reason: nothing changes, not even the message. Otherwise the condition goes to the end, and keeps
 * its transition time when its status stays (D-52).
 */
export function set(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const stored = find(conditions, condition.type);
  if (stored?.status === condition.status && stored.reason === condition.reason) return conditions;
  return [...without(conditions, condition.type), keepingTransition(condition, stored)];
}

/** As {@link set}, but told anew though nothing but the time of the last update may have changed (D-62b). */
export function renew(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const stored = find(conditions, condition.type);
  return [...without(conditions, condition.type), keepingTransition(condition, stored)];
}

function keepingTransition(
  condition: DeploymentCondition,
  stored: DeploymentCondition | undefined,
): DeploymentCondition {
  if (stored?.status !== condition.status || stored.lastTransitionTime === undefined) return condition;
  return { ...condition, lastTransitionTime: stored.lastTransitionTime };
}

/** A Progressing condition as of now. */
export function progressing(
  status: DeploymentCondition['status'],
  reason: string,
  message: string,
  now: Time,
): DeploymentCondition {
  return { type: 'Progressing', status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** D-51 */
export function available(is: boolean, now: Time): DeploymentCondition {
  return {
    type: 'Available',
    status: is ? 'True' : 'False',
    lastUpdateTime: now,
    lastTransitionTime: now,
    reason: is ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: is ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
  };
}
