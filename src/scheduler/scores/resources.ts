import { SCORE_MOST, type Score } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';

/** NodeResourcesFit's LeastAllocated: the emptier the better, cpu and memory alike (S-21). */
export const leastAllocated: Score = {
  name: 'NodeResourcesFit',
  weight: 1,
  scope: 'node',
  prepare: (pod) => ({ score: (node) => leastAllocatedScore(pod, node) }),
};

function leastAllocatedScore({ scored }: PodInfo, node: NodeInfo): number {
  const { cpu, memory } = node.allocatable;
  let sum = 0;
  let resources = 0;
  if (cpu > 0) {
    sum += freeShare(node.scoredCpu + scored.cpu, cpu);
    resources++;
  }
  if (memory > 0) {
    sum += freeShare(node.scoredMemory + scored.memory, memory);
    resources++;
  }
  return resources === 0 ? 0 : Math.floor(sum / resources);
}

const freeShare = (requested: number, capacity: number): number =>
  requested > capacity ? 0 : Math.floor(((capacity - requested) * SCORE_MOST) / capacity);

/** NodeResourcesBalancedAllocation: cpu and memory filled alike; nothing for pods that ask for neither (S-22). */
export const balancedAllocation: Score = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  scope: 'node',
  prepare: (pod) =>
    pod.requests.cpu === 0 && pod.requests.memory === 0
      ? undefined
      : { score: (node) => balancedScore(pod, node) },
};

function balancedScore({ requests }: PodInfo, node: NodeInfo): number {
  const { cpu, memory } = node.allocatable;
  if (cpu === 0 || memory === 0) return SCORE_MOST;
  const ofCpu = Math.min(1, (node.cpu + requests.cpu) / cpu);
  const ofMemory = Math.min(1, (node.memory + requests.memory) / memory);
  return Math.trunc((1 - Math.abs((ofCpu - ofMemory) / 2)) * SCORE_MOST);
}
