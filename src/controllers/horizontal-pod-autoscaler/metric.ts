import type { Client } from '../../client/client.ts';
import type {
  MetricSpec,
  MetricStatus,
  MetricTarget,
} from '../../kinds/autoscaling/horizontalpodautoscaler/types.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { labelSelectorText } from '../../kinds/schema/go-diff/selector-text.ts';
import { type Instant, minutes, seconds } from '../../machinery/instant.ts';
import { formatQuantity, milliValue, parseQuantity, quantityOf } from '../../machinery/quantity.ts';
import { type Fault, isFault } from './fault.ts';
import type { Periods, Samples } from './groups.ts';
import { externalValue, objectValue, podSamples, resourceSamples } from './metrics-source.ts';
import {
  byAverage,
  byShare,
  byUtilization,
  byValue,
  type Measured,
  type Proposal,
  type Tolerances,
} from './replicas.ts';

const PERIODS: Periods = { initialization: minutes(5), readinessDelay: seconds(30) };
/** --horizontal-pod-autoscaler-tolerance. */
const TOLERANCES: Tolerances = { down: 0.1, up: 0.1 };

/** What is scaled, as it is. */
export interface Target {
  readonly namespace: string;
  readonly current: number;
  readonly statusReplicas: number;
  readonly pods: readonly Pod[];
}

/** How many replicas one metric asks for. */
export interface MetricProposal {
  readonly replicas: number;
  /** What the metric is called where a scaling is explained. */
  readonly name: string;
  readonly status: MetricStatus;
}

/** Why a metric asks for nothing. */
export interface MetricFailure extends Fault {
  /** Of the event and the condition. */
  readonly reason: string;
  /** What was to be read: `failed to get cpu resource metric value`. */
  readonly failedTo: string;
}

export const isFailure = (value: MetricProposal | MetricFailure): value is MetricFailure => isFault(value);

/** Reads one metric and says how many replicas it asks for (computeReplicasForMetric). */
export function computeMetric(
  spec: MetricSpec,
  target: Target,
  client: Client,
  now: Instant,
): MetricProposal | MetricFailure {
  const failure = FAILURES[spec.type](spec);
  const found = COMPUTE[spec.type](spec, target, client, now);
  return isFault(found) ? { ...failure, fault: found.fault } : found;
}

type Failing = Omit<MetricFailure, 'fault'>;

const FAILURES: Readonly<Record<MetricSpec['type'], (spec: MetricSpec) => Failing>> = {
  Resource: ({ resource }) => ({
    reason: 'FailedGetResourceMetric',
    failedTo: `get ${resource?.name} resource metric value`,
  }),
  ContainerResource: ({ containerResource }) => ({
    reason: 'FailedGetContainerResourceMetric',
    failedTo: `get ${containerResource?.container} container metric value`,
  }),
  Pods: () => ({ reason: 'FailedGetPodsMetric', failedTo: 'get pods metric value' }),
  Object: () => ({ reason: 'FailedGetObjectMetric', failedTo: 'get object metric value' }),
  External: ({ external }) => ({
    reason: 'FailedGetExternalMetric',
    failedTo: `get ${external?.metric.name} external metric value`,
  }),
};

type Compute = (spec: MetricSpec, target: Target, client: Client, now: Instant) => MetricProposal | Fault;

const COMPUTE: Readonly<Record<MetricSpec['type'], Compute>> = {
  Resource: ({ resource }, target, client, now) => {
    if (resource === undefined) return NO_TARGET;
    const { name } = resource;
    const found = computeResource(name, '', resource.target, target, client, now);
    if (isFault(found)) return found;
    const { replicas, current, kind } = found;
    return { replicas, name: `${name} ${kind}`, status: { type: 'Resource', resource: { name, current } } };
  },
  ContainerResource: ({ containerResource }, target, client, now) => {
    if (containerResource === undefined) return NO_TARGET;
    const { name, container } = containerResource;
    const found = computeResource(name, container, containerResource.target, target, client, now);
    if (isFault(found)) return found;
    const { replicas, current, kind } = found;
    const shown = kind === 'resource' ? kind : `container ${kind}`;
    return {
      replicas,
      name: `${name} ${shown}`,
      status: { type: 'ContainerResource', containerResource: { name, current, container } },
    };
  },
  Pods: ({ pods }, target, client, now) => {
    if (pods === undefined) return NO_TARGET;
    const { metric } = pods;
    const samples = podSamples(client, target.pods, metric.name, now);
    if (isFault(samples)) return { fault: `unable to get metric ${metric.name}: ${samples.fault}` };
    const proposal = byAverage(measured(target, samples, now), '', milli(pods.target.averageValue));
    if (isFault(proposal)) return proposal;
    const current = { averageValue: shownMilli(proposal.average) };
    return {
      replicas: proposal.replicas,
      name: `pods metric ${metric.name}`,
      status: { type: 'Pods', pods: { metric, current } },
    };
  },
  Object: computeObject,
  External: computeExternal,
};

const NO_TARGET: Fault = { fault: 'invalid metric source: no target was set' };

const milli = (amount: string | undefined): number => milliValue(parseQuantity(amount ?? '0'));
const shownMilli = (amount: number): string => formatQuantity(quantityOf(amount, 'DecimalSI', -3));

const measured = (target: Target, samples: Samples, now: Instant): Measured => ({
  ...target,
  samples,
  tolerances: TOLERANCES,
  periods: PERIODS,
  now,
});

interface ResourceFound extends Pick<Proposal, 'replicas'> {
  readonly kind: 'resource' | 'resource utilization (percentage of request)';
  readonly current: { readonly averageUtilization?: number; readonly averageValue: string };
}

function computeResource(
  resource: string,
  container: string,
  wanted: MetricTarget,
  target: Target,
  client: Client,
  now: Instant,
): ResourceFound | Fault {
  const read = resourceSamples(client, target.pods, resource, container, now);
  const samples = isFault(read)
    ? { fault: `unable to get metrics for resource ${resource}: ${read.fault}` }
    : read;
  if (wanted.averageValue !== undefined) {
    const found = isFault(samples)
      ? samples
      : byAverage(measured(target, samples, now), resource, milli(wanted.averageValue));
    if (isFault(found)) return { fault: `failed to get ${resource} usage: ${found.fault}` };
    return {
      replicas: found.replicas,
      kind: 'resource',
      current: { averageValue: shownMilli(found.average) },
    };
  }
  const found = isFault(samples)
    ? samples
    : byUtilization(measured(target, samples, now), resource, container, wanted.averageUtilization ?? 0);
  if (isFault(found)) return { fault: `failed to get ${resource} utilization: ${found.fault}` };
  return {
    replicas: found.replicas,
    kind: 'resource utilization (percentage of request)',
    current: { averageUtilization: found.utilization ?? 0, averageValue: shownMilli(found.average) },
  };
}

/** One value for all pods, or one that is divided by them. */
function byOneValue(
  { value, averageValue }: MetricTarget,
  usage: number,
  target: Target,
): { readonly replicas: number; readonly current: { value: string } | { averageValue: string } } | Fault {
  if (averageValue !== undefined) {
    const { replicas, average } = byShare(target.statusReplicas, usage, milli(averageValue), TOLERANCES);
    return { replicas, current: { averageValue: shownMilli(average) } };
  }
  const found = byValue({ ...target, tolerances: TOLERANCES }, usage, milli(value));
  if (isFault(found)) return found;
  return { replicas: found.replicas, current: { value: shownMilli(found.average) } };
}

function computeObject({ object }: MetricSpec, target: Target, client: Client): MetricProposal | Fault {
  if (object === undefined) return NO_TARGET;
  const { describedObject, metric } = object;
  const usage = objectValue(client, describedObject, target.namespace, metric.name);
  if (typeof usage === 'object') {
    const { kind, name } = describedObject;
    const inner = `unable to get metric ${metric.name}: ${usage.fault} on ${kind} ${target.namespace}/${name}`;
    const averages = object.target.averageValue !== undefined;
    return { fault: averages ? `failed to get ${metric.name} object metric: ${inner}` : inner };
  }
  const found = byOneValue(object.target, usage, target);
  if (isFault(found)) return found;
  // An average is called an external metric by upstream, too.
  const name =
    object.target.averageValue === undefined
      ? `${describedObject.kind} metric ${metric.name}`
      : externalName(metric);
  const status: MetricStatus = {
    type: 'Object',
    object: { metric, current: found.current, describedObject },
  };
  return { replicas: found.replicas, name, status };
}

type Metric = NonNullable<MetricSpec['external']>['metric'];

const selectorText = ({ selector }: Metric): string => labelSelectorText(selector);
const externalName = (metric: Metric): string => `external metric ${metric.name}(${selectorText(metric)})`;

function computeExternal({ external }: MetricSpec, target: Target, client: Client): MetricProposal | Fault {
  if (external === undefined) return NO_TARGET;
  const { metric } = external;
  const usage = externalValue(client, target.namespace, metric.name);
  const averages = external.target.averageValue !== undefined;
  if (typeof usage === 'object') {
    const named = `${target.namespace}/${metric.name}/${selectorText(metric)}`;
    const inner = `unable to get external metric ${named}: ${usage.fault}`;
    const { name } = metric;
    return {
      fault: averages
        ? `failed to get ${name} external metric: ${inner}`
        : `failed to get external metric ${name}: ${inner}`,
    };
  }
  const found = byOneValue(external.target, usage, target);
  if (isFault(found)) return found;
  const status: MetricStatus = { type: 'External', external: { metric, current: found.current } };
  return { replicas: found.replicas, name: externalName(metric), status };
}
