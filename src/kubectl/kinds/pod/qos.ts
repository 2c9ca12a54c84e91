import type { Pod, ResourceList, ResourceRequirements } from '../../../kinds/core/pod/types.ts';
import {
  addQuantity,
  compareQuantity,
  parseQuantity,
  type Quantity,
  quantitySign,
} from '../../../machinery/quantity.ts';

const COMPUTE = ['cpu', 'memory'];

/** status.qosClass, or what the kubelet would compute where it is not set yet. */
export function qosClass({ spec, status }: Pod): string {
  if (status?.qosClass !== undefined) return status.qosClass;
  const all: readonly (ResourceRequirements | undefined)[] =
    spec.resources !== undefined
      ? [spec.resources]
      : [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources);
  const requests = sum(all.map((one) => one?.requests));
  const limits = sum(all.map((one) => one?.limits));
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const allLimited = all.every((one) => COMPUTE.every((name) => positive(one?.limits)[name] !== undefined));
  const equal = [...requests].every(([name, amount]) => {
    const limit = limits.get(name);
    return limit !== undefined && compareQuantity(limit, amount) === 0;
  });
  return allLimited && equal && requests.size === limits.size ? 'Guaranteed' : 'Burstable';
}

function sum(lists: readonly (ResourceList | undefined)[]): ReadonlyMap<string, Quantity> {
  const total = new Map<string, Quantity>();
  for (const list of lists) {
    for (const [name, amount] of Object.entries(positive(list))) {
      const known = total.get(name);
      total.set(name, known === undefined ? amount : addQuantity(known, amount));
    }
  }
  return total;
}

function positive(list: ResourceList | undefined): Readonly<Record<string, Quantity>> {
  return Object.fromEntries(
    COMPUTE.filter((name) => list?.[name] !== undefined)
      .map((name) => [name, parseQuantity(list?.[name] ?? '0')] as const)
      .filter(([, amount]) => quantitySign(amount) > 0),
  );
}
