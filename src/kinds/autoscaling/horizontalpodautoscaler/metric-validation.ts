import { type FieldError, forbidden, invalid, required, unsupported } from '../../../machinery/field-path.ts';
import { dns1123Label, pathSegmentName } from '../../../machinery/names.ts';
import { parseQuantity, quantitySign } from '../../../machinery/quantity.ts';
import { dumpQuantity } from '../../schema/go-dump.ts';
import { validateReference } from './reference-validation.ts';
import type { HorizontalPodAutoscalerSpec, MetricIdentifier, MetricSpec, MetricTarget } from './types.ts';

const TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
/** In the order in which upstream looks for them. */
const SOURCES = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
type Source = (typeof SOURCES)[number];
const SOURCE_OF: Readonly<Record<string, Source>> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};

/** validateMetrics. */
export function validateMetrics(
  { metrics, minReplicas }: HorizontalPodAutoscalerSpec,
  field: string,
): readonly FieldError[] {
  const list = metrics ?? [];
  const canBeZero = list.some(({ type }) => type === 'Object' || type === 'External');
  const why = 'must specify at least one Object or External metric to support scaling to zero replicas';
  return [
    ...list.flatMap((metric, i) => validateMetric(metric, `${field}[${i}]`)),
    ...(minReplicas === 0 && !canBeZero ? [forbidden(field, why)] : []),
  ];
}

function validateMetric(metric: MetricSpec, field: string): readonly FieldError[] {
  const { type } = metric;
  const path = `${field}.type`;
  const unknown = unsupported(path, type, TYPES);
  const isKnown = TYPES.includes(type);
  const present = SOURCES.filter((name) => metric[name] !== undefined);
  const expected = isKnown ? SOURCE_OF[type] : undefined;
  const [first] = present;
  const others = present.length === 1 ? [] : present.filter((name) => name !== expected);
  const missing = expected !== undefined && metric[expected] === undefined;
  return [
    ...(type ? [] : [required(path, 'must specify a metric source type')]),
    ...(isKnown ? [] : [unknown]),
    ...(first === undefined ? [] : validateSource(metric, first, `${field}.${first}`)),
    ...(missing
      ? [required(`${field}.${expected}`, 'must populate information for the given metric source')]
      : []),
    ...(isKnown ? [] : [unknown]),
    ...[...others]
      .sort()
      .map((name) => forbidden(`${field}.${name}`, 'must populate the given metric source only')),
  ];
}

function validateSource(metric: MetricSpec, source: Source, field: string): readonly FieldError[] {
  const { object, external, pods, resource, containerResource: container } = metric;
  const at = `${field}.target`;
  if (source === 'object' && object !== undefined) {
    const { value, averageValue } = object.target;
    const none = value === undefined && averageValue === undefined;
    return [
      ...validateReference(object.describedObject, `${field}.describedObject`),
      ...validateIdentifier(object.metric, `${field}.metric`),
      ...validateTarget(object.target, at),
      ...(none ? [required(`${at}.averageValue`, 'must set either a target value or averageValue')] : []),
    ];
  }
  if (source === 'external' && external !== undefined) return validateExternal(external, field);
  if (source === 'pods' && pods !== undefined) {
    const none = pods.target.averageValue === undefined;
    return [
      ...validateIdentifier(pods.metric, `${field}.metric`),
      ...validateTarget(pods.target, at),
      ...(none ? [required(`${at}.averageValue`, 'must specify a positive target averageValue')] : []),
    ];
  }
  if (source === 'resource' && resource !== undefined) return validateUsage(resource, [], field);
  if (container === undefined) return [];
  return validateUsage(container, validateContainer(container.container, `${field}.container`), field);
}

function validateExternal(
  { metric, target }: NonNullable<MetricSpec['external']>,
  field: string,
): readonly FieldError[] {
  const { value, averageValue } = target;
  const none = value === undefined && averageValue === undefined;
  const both = value !== undefined && averageValue !== undefined;
  const at = `${field}.target`;
  return [
    ...validateIdentifier(metric, `${field}.metric`),
    ...validateTarget(target, at),
    ...(none
      ? [required(`${at}.averageValue`, 'must set either a target value for metric or a per-pod target')]
      : []),
    ...(both
      ? [forbidden(`${at}.value`, 'may not set both a target value for metric and a per-pod target')]
      : []),
  ];
}

function validateContainer(name: string, field: string): readonly FieldError[] {
  if (!name) return [required(field, 'must specify a container')];
  return dns1123Label(name).map((text) => invalid(field, name, text));
}

function validateUsage(
  { name, target }: NonNullable<MetricSpec['resource']>,
  ofContainer: readonly FieldError[],
  field: string,
): readonly FieldError[] {
  const { averageUtilization: percent, averageValue } = target;
  const none = percent === undefined && averageValue === undefined;
  const both = percent !== undefined && averageValue !== undefined;
  const at = `${field}.target`;
  return [
    ...(name ? [] : [required(`${field}.name`, 'must specify a resource name')]),
    ...ofContainer,
    ...validateTarget(target, at),
    ...(none
      ? [required(`${at}.averageUtilization`, 'must set either a target raw value or a target utilization')]
      : []),
    ...(both
      ? [forbidden(`${at}.averageValue`, 'may not set both a target raw value and a target utilization')]
      : []),
  ];
}

function validateIdentifier({ name }: MetricIdentifier, field: string): readonly FieldError[] {
  if (!name) return [required(`${field}.name`, 'must specify a metric name')];
  return pathSegmentName(name, false).map((text) => invalid(`${field}.name`, name, text));
}

function validateTarget(target: MetricTarget, field: string): readonly FieldError[] {
  const { type, averageUtilization: percent } = target;
  const faults: FieldError[] = [];
  if (!type) faults.push(required(`${field}.type`, 'must specify a metric target type'));
  if (!['Utilization', 'Value', 'AverageValue'].includes(type)) {
    faults.push(invalid(`${field}.type`, type, 'must be either Utilization, Value, or AverageValue'));
  }
  for (const name of ['value', 'averageValue'] as const) {
    const amount = target[name];
    if (amount === undefined || quantitySign(parseQuantity(amount)) === 1) continue;
    faults.push({ ...invalid(`${field}.${name}`, amount, 'must be positive'), shown: dumpQuantity(amount) });
  }
  if (percent !== undefined && percent < 1) {
    faults.push(invalid(`${field}.averageUtilization`, percent, 'must be greater than 0'));
  }
  return faults;
}
