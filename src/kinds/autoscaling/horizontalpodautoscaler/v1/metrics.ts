import { type Fields, isFields } from '../../../../machinery/json.ts';
import type { MetricSpec, MetricStatus } from '../types.ts';

const defined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const part = (fields: Fields, name: string): Fields => {
  const value = fields[name];
  return isFields(value) ? value : {};
};

/** Whether v1 has a field for the metric. */
export const isProcessorUse = ({ type, resource }: MetricSpec): boolean =>
  type === 'Resource' && resource?.name === 'cpu' && resource.target?.averageUtilization !== undefined;

/** A metric as autoscaling/v1 writes it. */
export function metricToV1(metric: MetricSpec): Fields {
  const { type, object, pods, resource, containerResource, external } = metric;
  return defined({
    type,
    object: object && {
      target: object.describedObject,
      metricName: object.metric.name,
      targetValue: object.target.value ?? '0',
      ...defined({ selector: object.metric.selector, averageValue: object.target.averageValue }),
    },
    pods: pods && {
      metricName: pods.metric.name,
      targetAverageValue: pods.target.averageValue ?? '0',
      ...defined({ selector: pods.metric.selector }),
    },
    resource: resource && resourceToV1(resource),
    containerResource: containerResource && {
      ...resourceToV1(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      ...defined({
        metricSelector: external.metric.selector,
        targetValue: external.target.value,
        targetAverageValue: external.target.averageValue,
      }),
    },
  });
}

const resourceToV1 = ({ name, target }: NonNullable<MetricSpec['resource']>): Fields =>
  defined({
    name,
    targetAverageUtilization: target.averageUtilization,
    targetAverageValue: target.averageValue,
  });

/** The opposite of {@link metricToV1}. */
export function metricFromV1(metric: Fields): MetricSpec {
  const type = metric['type'];
  const read: Readonly<Record<string, (fields: Fields) => Fields>> = {
    object: ({ target, metricName: name, targetValue: value, selector, averageValue }) => ({
      describedObject: target,
      metric: defined({ name, selector }),
      target: defined({ type: averageValue === undefined ? 'Value' : 'AverageValue', value, averageValue }),
    }),
    pods: ({ metricName: name, selector, targetAverageValue: averageValue }) => ({
      metric: defined({ name, selector }),
      target: { type: 'AverageValue', averageValue },
    }),
    resource: resourceFromV1,
    containerResource: (fields) => ({ ...resourceFromV1(fields), container: fields['container'] }),
    external: ({ metricName: name, metricSelector: selector, targetValue: value, targetAverageValue }) => ({
      metric: defined({ name, selector }),
      target: defined({
        type: value === undefined ? 'AverageValue' : 'Value',
        value,
        averageValue: targetAverageValue,
      }),
    }),
  };
  return { type, ...eachKnown(metric, read) } as MetricSpec;
}

const resourceFromV1 = ({
  name,
  targetAverageUtilization: averageUtilization,
  targetAverageValue: averageValue,
}: Fields): Fields => ({
  name,
  target: defined({
    type: averageUtilization === undefined ? 'AverageValue' : 'Utilization',
    averageValue,
    averageUtilization,
  }),
});

/** What was measured, as autoscaling/v1 writes it. */
export function statusToV1({
  type,
  object,
  pods,
  resource,
  containerResource,
  external,
}: MetricStatus): Fields {
  const ofResource = ({ name, current }: NonNullable<MetricStatus['resource']>): Fields =>
    defined({
      name,
      currentAverageUtilization: current.averageUtilization,
      currentAverageValue: current.averageValue ?? '0',
    });
  return defined({
    type,
    object: object && {
      target: object.describedObject,
      metricName: object.metric.name,
      currentValue: object.current.value ?? '0',
      ...defined({ selector: object.metric.selector, averageValue: object.current.averageValue }),
    },
    pods: pods && {
      metricName: pods.metric.name,
      currentAverageValue: pods.current.averageValue ?? '0',
      ...defined({ selector: pods.metric.selector }),
    },
    resource: resource && ofResource(resource),
    containerResource: containerResource && {
      ...ofResource(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      ...defined({ metricSelector: external.metric.selector }),
      currentValue: external.current.value ?? '0',
      ...defined({ currentAverageValue: external.current.averageValue }),
    },
  });
}

/** The opposite of {@link statusToV1}. */
export function statusFromV1(status: Fields): MetricStatus {
  const ofResource = ({ name, currentAverageUtilization, currentAverageValue }: Fields): Fields => ({
    name,
    current: defined({ averageValue: currentAverageValue, averageUtilization: currentAverageUtilization }),
  });
  const read: Readonly<Record<string, (fields: Fields) => Fields>> = {
    object: ({ target, metricName: name, currentValue: value, selector, averageValue }) => ({
      metric: defined({ name, selector }),
      current: defined({ value, averageValue }),
      describedObject: target,
    }),
    pods: ({ metricName: name, selector, currentAverageValue: averageValue }) => ({
      metric: defined({ name, selector }),
      current: { averageValue },
    }),
    resource: ofResource,
    containerResource: (fields) => ({ ...ofResource(fields), container: fields['container'] }),
    external: ({ metricName: name, metricSelector: selector, currentValue: value, currentAverageValue }) => ({
      metric: defined({ name, selector }),
      current: defined({ value, averageValue: currentAverageValue }),
    }),
  };
  return { type: status['type'], ...eachKnown(status, read) } as MetricStatus;
}

function eachKnown(fields: Fields, read: Readonly<Record<string, (fields: Fields) => Fields>>): Fields {
  const known = Object.entries(read).filter(([name]) => isFields(fields[name]));
  return Object.fromEntries(known.map(([name, reader]) => [name, reader(part(fields, name))]));
}
