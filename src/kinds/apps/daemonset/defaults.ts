import { defaultPodTemplate } from '../../pod-template/defaults.ts';
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy } from './types.ts';

/** SetDefaults_DaemonSet. */
export function defaults(daemonSet: DaemonSet): DaemonSet {
  const given: Partial<DaemonSetSpec> = daemonSet.spec ?? {};
  const spec = {
    ...given,
    template: defaultPodTemplate(given.template ?? { spec: { containers: [] } }),
    updateStrategy: defaultUpdateStrategy(given.updateStrategy),
    revisionHistoryLimit: given.revisionHistoryLimit ?? 10,
  } as DaemonSetSpec;
  return { ...daemonSet, spec };
}

function defaultUpdateStrategy(given: Partial<DaemonSetUpdateStrategy> = {}): DaemonSetUpdateStrategy {
  const strategy = { ...given, type: given.type || 'RollingUpdate' } as const;
  if (strategy.type !== 'RollingUpdate') return strategy;
  return { ...strategy, rollingUpdate: { maxUnavailable: 1, maxSurge: 0, ...given.rollingUpdate } };
}
