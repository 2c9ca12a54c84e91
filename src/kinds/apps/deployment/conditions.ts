import type { Deployment, DeploymentCondition, DeploymentConditionType } from './types.ts';

export function conditionOf(
  { status }: Deployment,
  type: DeploymentConditionType,
): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Whether all that was asked for is there and nothing old is left (DeploymentComplete). */
export function isComplete({ metadata, spec, status = {} }: Deployment): boolean {
  return (
    (status.updatedReplicas ?? 0) === spec.replicas &&
    (status.replicas ?? 0) === spec.replicas &&
    (status.availableReplicas ?? 0) === spec.replicas &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

export function isRollingUpdate({ spec }: Deployment): boolean {
  return spec.strategy.type === 'RollingUpdate';
}
