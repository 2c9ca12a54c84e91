import type { Filter } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';

/** Requests against allocatable less what the node's pods ask for (S-12, S-13). */
export const resourcesFit: Filter = {
  name: 'NodeResourcesFit',
  scope: 'node',
  prepare: (pod) => (node) => {
    const reasons = insufficient(pod, node);
    return reasons === undefined ? undefined : { plugin: 'NodeResourcesFit', reasons, resolvable: true };
  },
};

/** What the node has too little of, in upstream's order; undefined when all fits. */
export function insufficient({ requests }: PodInfo, node: NodeInfo): readonly string[] | undefined {
  const { allocatable } = node;
  const short: string[] = [];
  if (node.pods.size + 1 > node.allowedPods) short.push('Too many pods');
  if (lacks(requests.cpu, allocatable.cpu - node.cpu)) short.push('Insufficient cpu');
  if (lacks(requests.memory, allocatable.memory - node.memory)) short.push('Insufficient memory');
  if (lacks(requests.ephemeralStorage, allocatable.ephemeralStorage - node.ephemeralStorage)) {
    short.push('Insufficient ephemeral-storage');
  }
  for (const name in requests.scalars) {
    const free = (allocatable.scalars?.[name] ?? 0) - (node.scalars?.[name] ?? 0);
    if (lacks(requests.scalars[name] ?? 0, free)) short.push(`Insufficient ${name}`);
  }
  return short.length === 0 ? undefined : short;
}

/** Nothing asked never fails (S-13). */
const lacks = (wanted: number, free: number): boolean => wanted > 0 && wanted > free;
