import { defaultPodTemplate } from '../../pod-template/defaults.ts';
import type { Deployment, DeploymentSpec, DeploymentStrategy } from './types.ts';

/** SetDefaults_Deployment. */
export function defaults(deployment: Deployment): Deployment {
  const given: Partial<DeploymentSpec> = deployment.spec ?? {};
  const spec = {
    ...given,
    replicas: given.replicas ?? 1,
    template: defaultPodTemplate(given.template ?? { spec: { containers: [] } }),
    strategy: defaultStrategy(given.strategy),
    revisionHistoryLimit: given.revisionHistoryLimit ?? 10,
    progressDeadlineSeconds: given.progressDeadlineSeconds ?? 600,
  } as DeploymentSpec;
  return { ...deployment, spec };
}

function defaultStrategy(given: Partial<DeploymentStrategy> = {}): DeploymentStrategy {
  const strategy = { ...given, type: given.type || 'RollingUpdate' } as const;
  if (strategy.type !== 'RollingUpdate') return strategy;
  return { ...strategy, rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%', ...given.rollingUpdate } };
}
