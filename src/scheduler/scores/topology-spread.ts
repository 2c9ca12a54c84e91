import { SCORE_MOST, type Score, type Scoring } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import {
  type Constraint,
  constraintsOf,
  counterFor,
  defaultConstraints,
  HOSTNAME,
  isEligible,
} from '../spread.ts';
import type { View } from '../view.ts';

/** What a node without one of the pod's own topology keys is marked with until scores are normalized. */
const IGNORED = -1;

/** ScheduleAnyway constraints, or the scheduler's own where the pod has none (S-26). */
export const topologySpreadScore: Score = {
  name: 'PodTopologySpread',
  weight: 2,
  scope: 'cluster',
  prepare: (pod, view, feasible) => {
    const own = (pod.pod.spec.topologySpreadConstraints ?? []).length > 0;
    const constraints = own ? constraintsOf(pod.pod, 'ScheduleAnyway') : defaultConstraints(pod, view);
    return constraints.length === 0 ? undefined : scoring(constraints, own, pod, view, feasible);
  },
};

/** One constraint with all that a node's score needs: the count of its domain and the weight of that count. */
interface Weighed {
  readonly topologyKey: string;
  readonly floor: number;
  readonly weight: number;
  readonly count: (node: NodeInfo) => number;
}

function scoring(
  constraints: readonly Constraint[],
  needsAllKeys: boolean,
  pod: PodInfo,
  view: View,
  feasible: readonly NodeInfo[],
): Scoring {
  const keys = constraints.map(({ topologyKey }) => topologyKey);
  const hasKeys = ({ labels }: NodeInfo): boolean =>
    !needsAllKeys || keys.every((key) => labels[key] !== undefined);
  const counted = needsAllKeys ? feasible.filter(hasKeys) : feasible;
  const weighed = constraints.map((constraint) => weigh(constraint, hasKeys, counted, pod, view));
  return {
    score: (node) => {
      if (!hasKeys(node)) return IGNORED;
      let score = 0;
      for (const { topologyKey, floor, weight, count } of weighed) {
        if (node.labels[topologyKey] !== undefined) score += count(node) * weight + floor;
      }
      return Math.round(score);
    },
    normalize: spreadOut,
  };
}

function weigh(
  constraint: Constraint,
  hasKeys: (node: NodeInfo) => boolean,
  counted: readonly NodeInfo[],
  pod: PodInfo,
  view: View,
): Weighed {
  const { topologyKey, maxSkew } = constraint;
  const counter = counterFor(constraint, pod, view);
  const common = { topologyKey, floor: maxSkew - 1 };
  if (topologyKey === HOSTNAME) {
    const count = ({ index }: NodeInfo): number => counter.values[index] ?? 0;
    return { ...common, weight: Math.log(counted.length + 2), count };
  }
  if (view.nodesWithLabel(topologyKey) === 0) return { ...common, weight: 0, count: () => 0 };
  // A node without the key stands in the domain '', as upstream's maps have it.
  const domains = new Set(counted.map(({ labels }) => labels[topologyKey] ?? ''));
  const sums = counter.byDomain(topologyKey, (index) => {
    const info = view.nodes[index];
    return info !== undefined && hasKeys(info) && isEligible(constraint, pod, info);
  });
  const count = ({ labels }: NodeInfo): number => sums.get(labels[topologyKey] ?? '') ?? 0;
  return { ...common, weight: Math.log(domains.size + 2), count };
}

/** 100 for the emptiest, less the fuller: 100 * (most + least - score) / most. */
function spreadOut(scores: Float64Array): void {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (score === IGNORED) continue;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (score === IGNORED) scores[i] = 0;
    else scores[i] = most === 0 ? SCORE_MOST : Math.trunc((SCORE_MOST * (most + least - score)) / most);
  }
}
