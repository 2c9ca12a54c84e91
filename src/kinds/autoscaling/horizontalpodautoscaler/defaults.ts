import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  MetricSpec,
  ScalingRules,
} from './types.ts';

/** What is watched where nothing is said: processors at four fifths of what they asked for. */
const CPU: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};

const SCALE_UP: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** The window is the controller's own where it is not set. */
const SCALE_DOWN: ScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

/** SetDefaults_HorizontalPodAutoscaler. */
export function defaults(autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  const given: Partial<HorizontalPodAutoscalerSpec> = autoscaler.spec ?? {};
  const { behavior, metrics } = given;
  const spec = {
    ...given,
    minReplicas: given.minReplicas ?? 1,
    metrics: metrics?.length ? metrics : [CPU],
    ...(behavior === undefined
      ? {}
      : {
          behavior: {
            scaleUp: { ...SCALE_UP, ...behavior.scaleUp },
            scaleDown: { ...SCALE_DOWN, ...behavior.scaleDown },
          },
        }),
  } as HorizontalPodAutoscalerSpec;
  return { ...autoscaler, spec };
}
