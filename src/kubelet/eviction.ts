import type { Context } from '../client/client.ts';
import { workloadsOf } from '../client/workloads.ts';
import type { Node } from '../kinds/core/node/types.ts';
import { isFinished } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import type { Container } from '../kinds/core/pod/types.ts';
import { usageOf, type Workloads } from '../kinds/metrics/usage.ts';
import { isTerminating, refOf } from '../machinery/object-meta.ts';
import { formatQuantity, parseQuantity, quantityOf, value } from '../machinery/quantity.ts';
import { beginEnding } from './ending.ts';
import { isCritical, type Pressure } from './pressure.ts';
import { loadRun, type Run, rowOf } from './run.ts';
import { podStatus } from './status/pod-status.ts';
import { type Manner, syncOf } from './sync.ts';

/** What a container has written, log and all: nothing here counts it. */
const WRITTEN = 40 * 1024;

/** Sends the pod away that costs the node most of what it is short of; false where there is none to send (K-77). */
export function evictOne(node: Node, pressure: Pressure, context: Context, manner: Manner): boolean {
  const pods = context.client.list(Pod, { node: node.metadata.name });
  const able = pods.filter(
    (pod) =>
      pod.status?.startTime !== undefined &&
      !isFinished(pod) &&
      !isTerminating(pod) &&
      !isCritical(pod) &&
      (context.memory.get(rowOf(refOf(pod))) as Run | undefined)?.ending === undefined,
  );
  const workloads = workloadsOf(context.client);
  const [first] = able.map((pod) => ranked(pod, pressure, workloads)).sort(byCost);
  if (first === undefined) return false;
  evict(first.pod, node, messageOf(first, node, pressure), context, manner);
  return true;
}

interface Ranked {
  readonly pod: Pod;
  readonly priority: number;
  /** By container. */
  readonly used: ReadonlyMap<string, number>;
  /** What it uses beyond what it asked for. */
  readonly excess: number;
}

const requestOf = ({ resources }: Container, { resource }: Pressure): number =>
  value(parseQuantity(resources?.requests?.[resource] ?? '0'));

/** What each container uses: all that its pod says, or its share of what its workload has to do. */
function usedBy(pod: Pod, { resource }: Pressure, workloads: Workloads): ReadonlyMap<string, number> {
  if (resource === 'ephemeral-storage')
    return new Map(pod.spec.containers.map(({ name }) => [name, WRITTEN]));
  return new Map(
    [...usageOf(pod, workloads)].map(([name, amounts]) => [
      name,
      Math.floor((amounts.get('memory') ?? 0) / 1000),
    ]),
  );
}

function ranked(pod: Pod, pressure: Pressure, workloads: Workloads): Ranked {
  const used = usedBy(pod, pressure, workloads);
  let excess = 0;
  for (const container of pod.spec.containers)
    excess += (used.get(container.name) ?? 0) - requestOf(container, pressure);
  return { pod, priority: pod.spec.priority ?? 0, used, excess };
}

/** Those that use more than they asked for first, then the least important, then the greediest. */
const byCost = (a: Ranked, b: Ranked): number =>
  Number(b.excess > 0) - Number(a.excess > 0) || a.priority - b.priority || b.excess - a.excess;

function messageOf({ pod, used: all }: Ranked, node: Node, pressure: Pressure): string {
  const { quantity, available } = pressure.threshold(node);
  const { resource } = pressure;
  let text = `The node was low on resource: ${resource}. Threshold quantity: ${quantity}, available: ${available}. `;
  for (const container of pod.spec.containers) {
    const used = all.get(container.name) ?? 0;
    if (used <= requestOf(container, pressure)) continue;
    const asked = container.resources?.requests?.[resource] ?? '0';
    const shown = formatQuantity(quantityOf(used, 'BinarySI'));
    text += `Container ${container.name} was using ${shown}, request is ${asked}, has larger consumption of ${resource}. `;
  }
  return text;
}

/** The pod goes from now on; its worker sees to its end, and only then says that it has failed. */
function evict(pod: Pod, node: Node, message: string, context: Context, manner: Manner): void {
  const { memory, client, now } = context;
  const row = rowOf(refOf(pod));
  const target = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'TerminationByKubelet',
    message,
  } as const;
  const run = loadRun(memory.get(row) as Run | undefined, pod, now);
  const sync = syncOf({ pod, node, context, manner, run, isNew: false, changed: true });
  beginEnding(sync, 'evicted', message, target);
  memory.set(row, run);
  client.updateStatus(Pod, { ...pod, status: podStatus(sync) });
}
