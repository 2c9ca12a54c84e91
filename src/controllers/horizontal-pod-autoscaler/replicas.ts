import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Instant } from '../../machinery/instant.ts';
import { type Fault, isFault } from './fault.ts';
import { type Groups, groupPods, type Periods, requestsOf, type Samples } from './groups.ts';

/** How far the ratio may be off, upwards and downwards, before anything is done. */
export interface Tolerances {
  readonly down: number;
  readonly up: number;
}

/** The pods of a target and what was measured of them. */
export interface Measured {
  readonly current: number;
  readonly pods: readonly Pod[];
  readonly samples: Samples;
  readonly tolerances: Tolerances;
  readonly periods: Periods;
  readonly now: Instant;
}

/** How many there should be, and what was seen. */
export interface Proposal {
  readonly replicas: number;
  /** Percent of what was asked for. */
  readonly utilization?: number;
  /** The mean of a pod, in thousandths. */
  readonly average: number;
}

/** Use over the wished use. */
interface Reading extends Omit<Proposal, 'replicas'> {
  readonly ratio: number;
}

/** What is read off values of pods, and what a pod of whom nothing is known counts as when there seem to be too many. */
interface Gauge {
  readonly read: (values: ReadonlyMap<string, number>) => Reading | Fault;
  readonly fallback: (pod: string) => number;
}

const isWithin = (ratio: number, { down, up }: Tolerances): boolean => 1 - down <= ratio && ratio <= 1 + up;

/** By the share of what pods ask for that they use (H-2, GetResourceReplicas). */
export function byUtilization(
  measured: Measured,
  resource: string,
  container: string,
  target: number,
): Proposal | Fault {
  const requests = (): ReturnType<typeof requestsOf> => requestsOf(measured.pods, container, resource);
  return propose(measured, resource, () => {
    const asked = requests();
    if (isFault(asked)) return asked;
    return {
      read: (values) => utilizationOf(values, asked, target),
      fallback: (pod) => Math.trunc(((asked.get(pod) ?? 0) * Math.max(100, target)) / 100),
    };
  });
}

/** By what a pod uses on average; the resource is '' where it is not one (calcPlainMetricReplicas). */
export function byAverage(measured: Measured, resource: string, target: number): Proposal | Fault {
  return propose(measured, resource, () => ({
    read: (values) => {
      const average = Math.trunc(sumOf(values) / values.size);
      return { ratio: average / target, average };
    },
    fallback: () => target,
  }));
}

/** By one number that stands for all pods together (getUsageRatioReplicaCount). */
export function byValue(
  { current, pods, tolerances }: Pick<Measured, 'current' | 'pods' | 'tolerances'>,
  usage: number,
  target: number,
): Proposal | Fault {
  const ratio = usage / target;
  if (current === 0) return { replicas: Math.ceil(ratio), average: usage };
  if (isWithin(ratio, tolerances)) return { replicas: current, average: usage };
  if (pods.length === 0)
    return {
      fault: 'unable to calculate ready pods: no pods returned by selector while calculating replica count',
    };
  const ready = pods.filter(({ status }) => status?.phase === 'Running' && isReadyStatus(status)).length;
  return { replicas: Math.ceil(ratio * ready), average: usage };
}

const isReadyStatus = ({ conditions = [] }: NonNullable<Pod['status']>): boolean =>
  conditions.some(({ type, status }) => type === 'Ready' && status === 'True');

/** By one number that is divided by the pods there are. */
export function byShare(current: number, usage: number, target: number, tolerances: Tolerances): Proposal {
  const ratio = usage / (target * current);
  return {
    replicas: isWithin(ratio, tolerances) ? current : Math.ceil(usage / target),
    average: Math.ceil(usage / current),
  };
}

function propose(measured: Measured, resource: string, gaugeOf: () => Gauge | Fault): Proposal | Fault {
  const { pods, samples, periods, now } = measured;
  if (pods.length === 0) return { fault: 'no pods returned by selector while calculating replica count' };
  const groups = groupPods(pods, samples, resource, periods, now);
  const values = new Map<string, number>();
  for (const [name, { value }] of samples)
    if (!groups.ignored.has(name) && !groups.unready.has(name)) values.set(name, value);
  if (values.size === 0)
    return { fault: 'did not receive metrics for targeted pods (pods might be unready)' };
  const gauge = gaugeOf();
  if (isFault(gauge)) return gauge;
  const reading = gauge.read(values);
  if (isFault(reading)) return reading;
  const { ratio, ...seen } = reading;
  const replicas = replicasFor(measured, groups, values, ratio, gauge);
  return isFault(replicas) ? replicas : { replicas: replicas.count, ...seen };
}

/** Pods of whom nothing is known must not turn the direction, and count for less than they may be (H-3). */
function replicasFor(
  { current, tolerances }: Measured,
  { ready, unready, missing }: Groups,
  values: ReadonlyMap<string, number>,
  ratio: number,
  gauge: Gauge,
): { readonly count: number } | Fault {
  const countsUnready = unready.size > 0 && ratio > 1;
  if (!countsUnready && missing.size === 0)
    return { count: isWithin(ratio, tolerances) ? current : Math.ceil(ratio * ready) };
  const all = new Map(values);
  if (ratio < 1) for (const pod of missing) all.set(pod, gauge.fallback(pod));
  if (ratio > 1) for (const pod of missing) all.set(pod, 0);
  if (countsUnready) for (const pod of unready) all.set(pod, 0);
  const again = gauge.read(all);
  if (isFault(again)) return again;
  const turned = (ratio < 1 && again.ratio > 1) || (ratio > 1 && again.ratio < 1);
  if (turned || isWithin(again.ratio, tolerances)) return { count: current };
  const count = Math.ceil(again.ratio * all.size);
  const turns = (again.ratio < 1 && count > current) || (again.ratio > 1 && count < current);
  return { count: turns ? current : count };
}

function utilizationOf(
  values: ReadonlyMap<string, number>,
  requests: ReadonlyMap<string, number>,
  target: number,
): Reading | Fault {
  let used = 0;
  let requested = 0;
  let count = 0;
  for (const [pod, value] of values) {
    const request = requests.get(pod);
    if (request === undefined) continue;
    used += value;
    requested += request;
    count++;
  }
  if (requested === 0) return { fault: 'no metrics returned matched known pods' };
  const utilization = Math.trunc((used * 100) / requested);
  return { ratio: utilization / target, utilization, average: Math.trunc(used / count) };
}

function sumOf(values: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const value of values.values()) sum += value;
  return sum;
}
