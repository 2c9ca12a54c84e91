import type { Context, EventType } from '../client/client.ts';
import { conditionOf } from '../kinds/core/node/conditions.ts';
import type { Node, NodeCondition } from '../kinds/core/node/types.ts';
import { namedOnly } from '../machinery/object-meta.ts';

/** How a condition's change is told, in the order of upstream's setters (N-7). */
const SAID: readonly (readonly [type: string, Partial<Record<string, string>>])[] = [
  ['MemoryPressure', { False: 'NodeHasSufficientMemory', True: 'NodeHasInsufficientMemory' }],
  ['DiskPressure', { False: 'NodeHasNoDiskPressure', True: 'NodeHasDiskPressure' }],
  ['PIDPressure', { False: 'NodeHasSufficientPID', True: 'NodeHasInsufficientPID' }],
];
const READY: Partial<Record<string, string>> = { True: 'NodeReady', False: 'NodeNotReady' };

type Tell = (reason: string, message?: string, type?: EventType) => void;

/** A kubelet that starts says so, and then what it finds; one that runs says what has turned. */
export function tellConditions(
  node: Node,
  conditions: readonly NodeCondition[],
  isStart: boolean,
  context: Context,
): void {
  const tell = teller(node.metadata.name, context);
  const turned = (type: string): string | undefined => {
    const now = conditions.find((condition) => condition.type === type)?.status;
    return isStart || conditionOf(node, type)?.status !== now ? now : undefined;
  };
  if (isStart) tell('Starting', 'Starting kubelet.');
  for (const [type, reasons] of SAID) {
    const reason = reasons[turned(type) ?? ''];
    if (reason !== undefined) tell(reason);
  }
  if (isStart) tell('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
  const ready = READY[turned('Ready') ?? ''];
  if (ready !== undefined) tell(ready);
}

/** Whether pods may come, told when it has changed. */
export function tellSchedulable({ metadata, spec }: Node, context: Context): void {
  teller(metadata.name, context)(spec?.unschedulable === true ? 'NodeNotSchedulable' : 'NodeSchedulable');
}

/** That the node is short of something, and a pod has to go. */
export function tellReclaiming({ metadata }: Node, resource: string, context: Context): void {
  teller(metadata.name, context)('EvictionThresholdMet', `Attempting to reclaim ${resource}`, 'Warning');
}

/** A kubelet names its node by hand: by its name alone, also where a uid belongs. */
function teller(name: string, { event }: Context): Tell {
  const about = namedOnly({ apiVersion: '', kind: 'Node' }, { namespace: '', name }, name);
  return (reason, message = `Node ${name} status is now: ${reason}`, type = 'Normal') =>
    event(about, type, reason, message, { host: name });
}
