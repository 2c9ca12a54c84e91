import { compareQuantity, formatQuantity, milliValue, type Quantity } from '../../../machinery/quantity.ts';
import { podAmounts } from '../pod/resources.ts';
import type { PodSpec } from '../pod/types.ts';
import { type Amounts, amountsOf, NONE } from '../resource-amounts.ts';
import type { LimitRange, LimitRangeItem } from './types.ts';

/** One resource of something that is bounded. */
interface Bounded {
  /** `cpu` */
  readonly name: string;
  /** `Container` */
  readonly type: string;
  readonly bound: Quantity;
  readonly request: Quantity | undefined;
  readonly limit: Quantity | undefined;
}

/** A bound's complaint; undefined when it is kept. */
type Check = (one: Bounded) => string | undefined;

/** What of a pod is out of a range's bounds. */
export function podFaults(range: LimitRange, spec: PodSpec): readonly string[] {
  return (range.spec?.limits ?? []).flatMap((item) => {
    if (item.type === 'Pod')
      return faults(item, podAmounts(spec, 'requests'), podAmounts(spec, 'limits'), atMost);
    if (item.type !== 'Container') return [];
    return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
      faults(item, amountsOf(resources?.requests), amountsOf(resources?.limits), atMost),
    );
  });
}

/** What of a claim is: only its request counts. */
export function claimFaults(range: LimitRange, requests: Amounts): readonly string[] {
  return (range.spec?.limits ?? [])
    .filter(({ type }) => type === 'PersistentVolumeClaim')
    .flatMap(({ type, min = {}, max = {} }) => faults({ type, min, max }, requests, NONE, requestAtMost));
}

function faults(item: LimitRangeItem, requests: Amounts, limits: Amounts, most: Check): readonly string[] {
  const checked = (bounds: LimitRangeItem['max'], check: Check): readonly string[] =>
    [...amountsOf(bounds)].flatMap(([name, bound]) => {
      const one = { name, type: item.type, bound, request: requests.get(name), limit: limits.get(name) };
      return check(one) ?? [];
    });
  return [
    ...checked(item.min, atLeast),
    ...checked(item.max, most),
    ...checked(item.maxLimitRequestRatio, inRatio),
  ];
}

function atLeast({ name, type, bound, request, limit }: Bounded): string | undefined {
  const text = `minimum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  if (request === undefined) return `${text}.  No request is specified`;
  if (compareQuantity(request, bound) < 0) return `${text}, but request is ${formatQuantity(request)}`;
  if (limit !== undefined && compareQuantity(limit, bound) < 0)
    return `${text}, but limit is ${formatQuantity(limit)}`;
  return undefined;
}

function atMost({ name, type, bound, request, limit }: Bounded): string | undefined {
  const text = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  if (limit === undefined) return `${text}.  No limit is specified`;
  if (compareQuantity(limit, bound) > 0) return `${text}, but limit is ${formatQuantity(limit)}`;
  if (request !== undefined && compareQuantity(request, bound) > 0)
    return `${text}, but request is ${formatQuantity(request)}`;
  return undefined;
}

function requestAtMost({ name, type, bound, request }: Bounded): string | undefined {
  const text = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  if (request === undefined) return `${text}.  No request is specified`;
  return compareQuantity(request, bound) > 0
    ? `${text}, but request is ${formatQuantity(request)}`
    : undefined;
}

function inRatio({ name, type, bound, request, limit }: Bounded): string | undefined {
  const text = `${name} max limit to request ratio per ${type} is ${formatQuantity(bound)}`;
  const asked = request === undefined ? 0 : milliValue(request);
  if (asked === 0) return `${text}, but no request is specified or request is 0`;
  const limited = limit === undefined ? 0 : milliValue(limit);
  if (limited === 0) return `${text}, but no limit is specified or limit is 0`;
  const ratio = limited / asked;
  return ratio * 1000 > milliValue(bound) ? `${text}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}
