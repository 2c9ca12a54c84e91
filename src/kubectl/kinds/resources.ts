import type { Container, Pod, ResourceList, ResourceRequirements } from '../../kinds/core/pod/types.ts';
import {
  addQuantity,
  canonicalQuantity,
  compareQuantity,
  isZeroQuantity,
  parseQuantity,
  type Quantity,
  ZERO,
} from '../../machinery/quantity.ts';
import { type Page, sortedKeys } from './page.ts';

/** Limits and requests of a container, or of a pod. */
export function describeResources(
  page: Page,
  level: number,
  resources: ResourceRequirements | undefined,
): void {
  describeAmounts(page, level, 'Limits', resources?.limits);
  describeAmounts(page, level, 'Requests', resources?.requests);
}

function describeAmounts(page: Page, level: number, title: string, amounts: ResourceList | undefined): void {
  const names = sortedKeys(amounts);
  if (names.length > 0) page.line(level, `${title}:`);
  for (const name of names) page.line(level + 1, `${name}:\t${amountText(amounts?.[name])}`);
}

/** A quantity in canonical form; nothing is 0. */
export const amountText = (amount: string | undefined): string =>
  amount === undefined ? '0' : canonicalQuantity(amount);

/** Amounts by resource name, while they are added up. */
export type Amounts = ReadonlyMap<string, Quantity>;
type MutableAmounts = Map<string, Quantity>;

export const amountOf = (amounts: Amounts, name: string): Quantity => amounts.get(name) ?? ZERO;

function amountsOf(list: ResourceList | undefined): Amounts {
  return new Map(Object.entries(list ?? {}).map(([name, amount]) => [name, parseQuantity(amount)]));
}

function add(sum: MutableAmounts, more: Amounts): void {
  for (const [name, amount] of more) {
    const known = sum.get(name);
    sum.set(name, known === undefined ? amount : addQuantity(known, amount));
  }
}

function raise(most: MutableAmounts, other: Amounts): void {
  for (const [name, amount] of other) {
    const known = most.get(name);
    if (known === undefined || compareQuantity(amount, known) > 0) most.set(name, amount);
  }
}

/** What a whole pod asks for: containers and sidecars together, or the largest init step, and the overhead. */
export function podRequests(pod: Pod): Amounts {
  const sum = podTotal(pod, (container) => containerRequests(pod, container));
  add(sum, amountsOf(pod.spec.overhead));
  return sum;
}

export function podLimits(pod: Pod): Amounts {
  const sum = podTotal(pod, ({ resources }) => amountsOf(resources?.limits));
  for (const [name, amount] of amountsOf(pod.spec.overhead)) {
    const known = sum.get(name);
    if (known !== undefined && !isZeroQuantity(known)) sum.set(name, addQuantity(known, amount));
  }
  return sum;
}

function podTotal(pod: Pod, amounts: (container: Container) => Amounts): MutableAmounts {
  const sum: MutableAmounts = new Map();
  for (const container of pod.spec.containers) add(sum, amounts(container));
  const sidecars: MutableAmounts = new Map();
  const initSteps: MutableAmounts = new Map();
  for (const container of pod.spec.initContainers ?? []) {
    const own = amounts(container);
    if (container.restartPolicy === 'Always') {
      add(sum, own);
      add(sidecars, own);
      raise(initSteps, sidecars);
    } else {
      const step: MutableAmounts = new Map(own);
      add(step, sidecars);
      raise(initSteps, step);
    }
  }
  raise(sum, initSteps);
  return sum;
}

/** While a resize is under way the largest of what is asked for, given and allocated counts. */
function containerRequests(pod: Pod, container: Container): Amounts {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const status = statuses.findLast(({ name }) => name === container.name);
  const requests = amountsOf(container.resources?.requests);
  if (status?.resources === undefined) return requests;
  const infeasible = pod.status?.conditions?.some(
    ({ type, reason }) => type === 'PodResizePending' && reason === 'Infeasible',
  );
  const most: MutableAmounts = infeasible === true ? new Map() : new Map(requests);
  raise(most, amountsOf(status.resources.requests));
  raise(most, amountsOf(status.allocatedResources));
  return most;
}

/** The sum over pods. */
export function total(pods: readonly Pod[], amounts: (pod: Pod) => Amounts): Amounts {
  const sum: MutableAmounts = new Map();
  for (const pod of pods) add(sum, amounts(pod));
  return sum;
}
