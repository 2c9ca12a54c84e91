import { canonicalQuantity } from '../../../machinery/quantity.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from './types.ts';

export const columns: readonly Column<HorizontalPodAutoscaler>[] = [
  nameColumn,
  column('Reference', ({ spec: { scaleTargetRef } }) => `${scaleTargetRef.kind}/${scaleTargetRef.name}`),
  column('Targets', targetsCell),
  column('MinPods', ({ spec }) => (spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas))),
  column('MaxPods', ({ spec }) => spec.maxReplicas ?? 0),
  column('Replicas', ({ status }) => status?.currentReplicas ?? 0),
  ageColumn,
];

/** The first two metrics, and how many there are beyond them. */
function targetsCell({ spec, status }: HorizontalPodAutoscaler): string {
  const metrics = spec.metrics ?? [];
  if (metrics.length === 0) return '<none>';
  const texts = metrics.map((metric, i) => metricText(metric, status?.currentMetrics?.[i]));
  const shown = texts.slice(0, 2).join(', ');
  return texts.length > 2 ? `${shown} + ${texts.length - 2} more...` : shown;
}

function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  switch (metric.type) {
    case 'External':
      return valueText(metric.external?.target, status?.external?.current);
    case 'Object':
      return valueText(metric.object?.target, status?.object?.current);
    case 'Pods': {
      const current = status?.pods === undefined ? undefined : (status.pods.current.averageValue ?? '0');
      return `${amount(current)}/${amount(metric.pods?.target.averageValue ?? '0')}`;
    }
    case 'Resource':
      return `${metric.resource?.name}: ${usageText(metric.resource?.target, status?.resource?.current)}`;
    case 'ContainerResource': {
      const { name, target } = metric.containerResource ?? {};
      return `${name}: ${usageText(target, status?.containerResource?.current)}`;
    }
    default:
      return '<unknown type>';
  }
}

const amount = (quantity: string | undefined): string =>
  quantity === undefined ? '<unknown>' : canonicalQuantity(quantity);

function valueText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined)
    return `${amount(current?.averageValue)}/${amount(target.averageValue)} (avg)`;
  const now = current === undefined ? undefined : (current.value ?? '0');
  return `${amount(now)}/${amount(target?.value ?? '0')}`;
}

function usageText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) {
    const now = current === undefined ? undefined : (current.averageValue ?? '0');
    return `${amount(now)}/${amount(target.averageValue)}`;
  }
  const percent = (value: number | undefined, none: string): string =>
    value === undefined ? none : `${value}%`;
  return `${percent(current?.averageUtilization, '<unknown>')}/${percent(target?.averageUtilization, '<auto>')}`;
}
