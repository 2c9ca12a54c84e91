import type { Score } from '../framework.ts';
import { imageLocality } from './image-locality.ts';
import { nodeAffinityScore } from './node-affinity.ts';
import { podAffinityScore } from './pod-affinity.ts';
import { balancedAllocation, leastAllocated } from './resources.ts';
import { taintTolerationScore } from './taint-toleration.ts';
import { topologySpreadScore } from './topology-spread.ts';

/** With upstream's weights (S-20). */
export const scores: readonly Score[] = [
  taintTolerationScore,
  nodeAffinityScore,
  leastAllocated,
  topologySpreadScore,
  podAffinityScore,
  balancedAllocation,
  imageLocality,
];
