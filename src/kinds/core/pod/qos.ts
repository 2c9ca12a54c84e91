import {
  addQuantity,
  compareQuantity,
  parseQuantity,
  type Quantity,
  ZERO,
} from '../../../machinery/quantity.ts';
import type { Container, PodSpec, QosClass, ResourceList } from './types.ts';

/** Only these two decide the class. */
const COUNTED = ['cpu', 'memory'] as const;

/** The quality of service a pod's requests and limits amount to (ComputePodQOS). */
export function qosClass(spec: PodSpec): QosClass {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  if (!containers.some(asksForSomething)) return 'BestEffort';
  if (!containers.every(isLimited)) return 'Burstable';
  const equal = COUNTED.every((name) => {
    const requests = total(containers, (container) => container.resources?.requests, name);
    const limits = total(containers, (container) => container.resources?.limits, name);
    return compareQuantity(requests, limits) === 0;
  });
  return equal ? 'Guaranteed' : 'Burstable';
}

const asksForSomething = ({ resources }: Container): boolean =>
  resources !== undefined &&
  COUNTED.some((name) => isPositive(resources.requests, name) || isPositive(resources.limits, name));

const isLimited = ({ resources }: Container): boolean =>
  COUNTED.every((name) => isPositive(resources?.limits, name));

function isPositive(list: ResourceList | undefined, name: string): boolean {
  const amount = list?.[name];
  return amount !== undefined && compareQuantity(parseQuantity(amount), ZERO) > 0;
}

function total(
  containers: readonly Container[],
  list: (container: Container) => ResourceList | undefined,
  name: string,
): Quantity {
  let sum = ZERO;
  for (const container of containers) {
    const amount = list(container)?.[name];
    if (amount !== undefined) sum = addQuantity(sum, parseQuantity(amount));
  }
  return sum;
}
