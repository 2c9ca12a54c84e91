import type { Reader } from '../client/client.ts';
import { matchesRequiredAffinity } from '../kinds/core/node/affinity.ts';
import { firstUntolerated } from '../kinds/core/node/taints.ts';
import type { Node } from '../kinds/core/node/types.ts';
import { condition, isFinished } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { amounts, podRequests, type Requests, wantedRequests } from '../kinds/core/pod/requests.ts';
import { parseQuantity, value } from '../machinery/quantity.ts';
import { EVICTED, pressureRejection } from './pressure.ts';

/** Why the kubelet will not have a pod: most often one that somebody put on its node by hand. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/** The kubelet's own check of what the scheduler did not check (K-76). */
export function rejectionOf(pod: Pod, node: Node, reader: Reader): Rejection | undefined {
  const pressure = pressureRejection(pod, node);
  if (pressure !== undefined) return { reason: EVICTED, message: pressure };
  if (condition(pod.status, 'PodScheduled')?.status === 'True') return undefined;
  const others = othersOn(node, pod, reader);
  const short = shortage(pod, node, others);
  if (short !== undefined) return short;
  if (!matchesRequiredAffinity(pod, node)) {
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  }
  if (others.some((other) => sharesHostPort(pod, other))) {
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  }
  if (firstUntolerated(node.spec?.taints, pod.spec.tolerations, ['NoExecute']) !== undefined) {
    return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  }
  return undefined;
}

/** The other pods that take something of the node. */
export const othersOn = (node: Node, pod: Pod, reader: Reader): readonly Pod[] =>
  reader
    .list(Pod, { node: node.metadata.name })
    .filter((other) => other.metadata.uid !== pod.metadata.uid && !isFinished(other) && hasPlace(other));

/** Pods that were there before: scheduled, or already looked after. */
const hasPlace = ({ status }: Pod): boolean =>
  status?.startTime !== undefined || condition(status, 'PodScheduled')?.status === 'True';

const failed = (predicate: string, why: string): Rejection => ({
  reason: predicate,
  message: `Predicate ${predicate} failed: ${why}`,
});

/** What the node has too little of for the pod beside the others. */
export function shortage(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const { allocatable } = node.status ?? {};
  const places = value(parseQuantity(allocatable?.['pods'] ?? '0'));
  if (others.length + 1 > places) return lacking('pods', 1, others.length, places);
  const wanted = wantedRequests(pod);
  const free = amounts(allocatable);
  const used = others.map(podRequests);
  for (const [name, read] of MEASURED) {
    const sum = used.reduce((total, requests) => total + read(requests), 0);
    if (read(wanted) > 0 && read(wanted) > read(free) - sum)
      return lacking(name, read(wanted), sum, read(free));
  }
  return undefined;
}

const MEASURED: readonly (readonly [string, (requests: Requests) => number])[] = [
  ['cpu', ({ cpu }) => cpu],
  ['memory', ({ memory }) => memory],
  ['ephemeral-storage', ({ ephemeralStorage }) => ephemeralStorage],
];

function lacking(resource: string, requested: number, used: number, capacity: number): Rejection {
  const figures = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, ${figures}` };
}

function sharesHostPort(a: Pod, b: Pod): boolean {
  const taken = hostPorts(b);
  return hostPorts(a).some((port) => taken.includes(port));
}

const hostPorts = ({ spec }: Pod): readonly string[] =>
  spec.containers.flatMap(({ ports = [] }) =>
    ports
      .filter(({ hostPort }) => hostPort)
      .map(({ hostPort, protocol }) => `${protocol ?? 'TCP'} ${hostPort}`),
  );
