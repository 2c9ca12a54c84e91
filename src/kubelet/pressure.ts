import { conditionOf } from '../kinds/core/node/conditions.ts';
import { isTolerated } from '../kinds/core/node/taints.ts';
import type { Node, NodeCondition } from '../kinds/core/node/types.ts';
import { qosClass } from '../kinds/core/pod/qos.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import type { Time } from '../machinery/instant.ts';
import { formatQuantity, parseQuantity, quantityOf, value } from '../machinery/quantity.ts';
import type { FaultName } from '../simulation/faults.ts';

/** The reason of what node pressure does to pods (K-77). */
export const EVICTED = 'Evicted';

/** Something a node can run out of. */
export interface Pressure {
  readonly fault: FaultName;
  readonly condition: 'MemoryPressure' | 'DiskPressure';
  readonly resource: 'memory' | 'ephemeral-storage';
  readonly reason: string;
  readonly message: string;
  /** From where on it counts as short, and what is left while the fault is on. */
  readonly threshold: (node: Node) => { readonly quantity: string; readonly available: string };
}

/** --eviction-hard: memory.available<100Mi, nodefs.available<10%. */
export const PRESSURES: readonly Pressure[] = [
  {
    fault: 'memory-low',
    condition: 'MemoryPressure',
    resource: 'memory',
    reason: 'KubeletHasInsufficientMemory',
    message: 'kubelet has insufficient memory available',
    threshold: () => ({ quantity: '100Mi', available: '52Mi' }),
  },
  {
    fault: 'disk-full',
    condition: 'DiskPressure',
    resource: 'ephemeral-storage',
    reason: 'KubeletHasDiskPressure',
    message: 'kubelet has disk pressure',
    threshold: ({ status }) => {
      const capacity = value(parseQuantity(status?.capacity?.['ephemeral-storage'] ?? '0'));
      const part = (share: number): string =>
        formatQuantity(quantityOf(Math.floor(capacity * share), 'BinarySI'));
      return { quantity: part(0.1), available: part(0.01) };
    },
  },
];

/** The conditions with those that say what is short. */
export function withPressures(
  conditions: readonly NodeCondition[],
  pressures: readonly Pressure[],
  before: readonly NodeCondition[],
  now: Time,
): readonly NodeCondition[] {
  return conditions.map((condition) => {
    const pressure = pressures.find((each) => each.condition === condition.type);
    if (pressure === undefined) return condition;
    const known = before.find(({ type }) => type === condition.type);
    const lastTransitionTime = known?.status === 'True' ? (known.lastTransitionTime ?? now) : now;
    const { reason, message } = pressure;
    return { ...condition, status: 'True', lastTransitionTime, reason, message };
  });
}

/** SystemCriticalPriority: from here on a pod is needed by the node itself. */
const CRITICAL = 2_000_000_000;

export const isCritical = ({ spec }: Pod): boolean => (spec.priority ?? 0) >= CRITICAL;

/** Why a node that is short of something takes no such pod; undefined when it does. */
export function pressureRejection(pod: Pod, node: Node): string | undefined {
  const short = PRESSURES.filter(({ condition }) => conditionOf(node, condition)?.status === 'True');
  const [first] = short;
  if (first === undefined || isCritical(pod)) return undefined;
  if (short.length === 1 && first.condition === 'MemoryPressure') {
    const taint = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' } as const;
    if (qosClass(pod.spec) !== 'BestEffort' || isTolerated(taint, pod.spec.tolerations)) return undefined;
  }
  return `The node had condition: [${short.map(({ condition }) => condition).join(' ')}]. `;
}
