import type { Node } from '../../../kinds/core/node/types.ts';
import type { Pod } from '../../../kinds/core/pod/types.ts';
import type { Instant } from '../../../machinery/instant.ts';
import {
  formatQuantity,
  isZeroQuantity,
  milliValue,
  parseQuantity,
  type Quantity,
  value,
} from '../../../machinery/quantity.ts';
import { type Page, since } from '../page.ts';
import { type Amounts, amountOf, podLimits, podRequests, total } from '../resources.ts';

/** The pods on a node and what they take of it. */
export function describeNodePods(page: Page, node: Node, pods: readonly Pod[], now: Instant): void {
  const room = roomOf(node);
  page.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  page.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  page.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of pods) {
    const requests = podRequests(pod);
    const limits = podLimits(pod);
    const cells = [
      share('cpu', requests, room, 'of nothing is too much'),
      share('cpu', limits, room, 'of nothing is too much'),
      share('memory', requests, room, 'of nothing is too much'),
      share('memory', limits, room, 'of nothing is too much'),
    ];
    const { namespace = '', name, creationTimestamp } = pod.metadata;
    page.line(1, `${namespace}\t${name}\t\t${cells.join('\t')}\t${since(creationTimestamp, now)}`);
  }
  describeTotals(page, room, total(pods, podRequests), total(pods, podLimits));
}

function describeTotals(page: Page, room: Amounts, requests: Amounts, limits: Amounts): void {
  page.write(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n');
  page.line(1, 'Resource\tRequests\tLimits');
  page.line(1, '--------\t--------\t------');
  const names = [...room.keys()].sort();
  const shares = [
    'cpu',
    'memory',
    'ephemeral-storage',
    ...names.filter((name) => name.startsWith('hugepages-')),
  ];
  for (const name of shares) {
    page.line(1, `${name}\t${share(name, requests, room, 'is 0')}\t${share(name, limits, room, 'is 0')}`);
  }
  for (const name of names.filter(isExtended)) {
    page.line(
      1,
      `${name}\t${formatQuantity(amountOf(requests, name))}\t${formatQuantity(amountOf(limits, name))}`,
    );
  }
}

const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods']);
const isExtended = (name: string): boolean => !STANDARD.has(name) && !name.startsWith('hugepages-');

function roomOf({ status }: Node): Amounts {
  const allocatable = status?.allocatable ?? {};
  const list = Object.keys(allocatable).length > 0 ? allocatable : (status?.capacity ?? {});
  return new Map(Object.entries(list).map(([name, amount]) => [name, parseQuantity(amount)]));
}

/** `100m (2%)`. A share of nothing divides by zero in the rows of pods, and is 0 in the totals. */
function share(
  name: string,
  amounts: Amounts,
  room: Amounts,
  ofNothing: 'is 0' | 'of nothing is too much',
): string {
  const amount = amountOf(amounts, name);
  const whole = amountOf(room, name);
  const count = (quantity: Quantity): number => (name === 'cpu' ? milliValue(quantity) : value(quantity));
  const percent = isZeroQuantity(whole) && ofNothing === 'is 0' ? 0 : (count(amount) / count(whole)) * 100;
  return `${formatQuantity(amount)} (${toInt64(percent)}%)`;
}

/** Go's conversion of what is no number, or too large, on amd64. */
function toInt64(number: number): string {
  return Number.isFinite(number) ? String(Math.trunc(number)) : '-9223372036854775808';
}
