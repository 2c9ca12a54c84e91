import type { KubeObject } from '../../../../machinery/object-meta.ts';
import { defineFace } from '../../../kind.ts';
import { HorizontalPodAutoscaler } from '../kind.ts';
import type { HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerStatus, MetricSpec } from '../types.ts';
import { addedAnnotations, readAnnotations, withoutOurs } from './annotations.ts';
import { isProcessorUse } from './metrics.ts';

type Shown = KubeObject & {
  readonly spec?: Omit<HorizontalPodAutoscalerSpec, 'metrics' | 'behavior'> & {
    readonly targetCPUUtilizationPercentage?: number;
  };
  readonly status?: Omit<HorizontalPodAutoscalerStatus, 'currentMetrics' | 'conditions'> & {
    readonly currentCPUUtilizationPercentage?: number;
  };
};

/** autoscaling/v1 knows one metric, the use of processors; what it does not know travels in annotations. */
export const HorizontalPodAutoscalerV1 = defineFace(HorizontalPodAutoscaler, {
  version: 'v1',
  shown,
  stored,
});

function shown(autoscaler: HorizontalPodAutoscaler): Shown {
  const { metrics = [], behavior: _, ...spec } = autoscaler.spec;
  const use = metrics.find(isProcessorUse)?.resource?.target.averageUtilization;
  const annotations = { ...withoutOurs(autoscaler.metadata.annotations), ...addedAnnotations(autoscaler) };
  const { annotations: __, ...metadata } = autoscaler.metadata;
  return {
    ...autoscaler,
    apiVersion: 'autoscaling/v1',
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
    spec: { ...spec, ...(use === undefined ? {} : { targetCPUUtilizationPercentage: use }) },
    status: shownStatus(autoscaler.status),
  };
}

function shownStatus(status: HorizontalPodAutoscalerStatus | undefined): NonNullable<Shown['status']> {
  const { currentMetrics, conditions: _, currentReplicas = 0, desiredReplicas = 0, ...rest } = status ?? {};
  const processor = currentMetrics?.find(
    ({ type, resource }) => type === 'Resource' && resource?.name === 'cpu',
  );
  const use = processor?.resource?.current.averageUtilization;
  return {
    ...rest,
    currentReplicas,
    desiredReplicas,
    ...(use === undefined ? {} : { currentCPUUtilizationPercentage: use }),
  };
}

function stored(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: use, ...spec } = (object as Shown).spec ?? {};
  const { metrics, behavior, currentMetrics, conditions } = readAnnotations(object.metadata.annotations);
  const own: readonly MetricSpec[] =
    use === undefined
      ? []
      : [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: use } },
          },
        ];
  const { currentCPUUtilizationPercentage: used, ...status } = (object as Shown).status ?? {};
  const measured =
    used === undefined
      ? null
      : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: used } } }];
  const { annotations: _, ...metadata } = object.metadata;
  const annotations = withoutOurs(object.metadata.annotations);
  const all = [...(metrics ?? []), ...own];
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
    spec: {
      ...spec,
      ...(all.length === 0 ? {} : { metrics: all }),
      ...(behavior === undefined ? {} : { behavior }),
    },
    status: {
      ...status,
      currentMetrics: currentMetrics ?? measured,
      ...(conditions === undefined ? {} : { conditions }),
    },
  } as KubeObject;
}
