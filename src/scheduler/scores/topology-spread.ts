import { type NodeSet, SCORE_MOST, type Score, type Scoring } from '../framework.ts';
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
  /** By node index, where each node is a domain of its own. */
  readonly perNode?: Int32Array;
}

function scoring(
  constraints: readonly Constraint[],
  needsAllKeys: boolean,
  pod: PodInfo,
  view: View,
  feasible: NodeSet,
): Scoring {
  const keys = constraints.map(({ topologyKey }) => topologyKey);
  const hasKeys = ({ labels }: NodeInfo): boolean =>
    !needsAllKeys || keys.every((key) => labels[key] !== undefined);
  const counted = needsAllKeys ? feasible.nodes.filter(hasKeys) : feasible.nodes;
  const weighed = constraints
    .filter(({ topologyKey }) => view.nodesWithLabel(topologyKey) > 0)
    .map((constraint) => weigh(constraint, hasKeys, counted, pod, view));
  const [only] = weighed;
  const isEverywhere = only !== undefined && view.nodesWithLabel(only.topologyKey) === view.nodes.length;
  return {
    score: (node) => (hasKeys(node) ? sumOf(weighed, node) : IGNORED),
    ...(weighed.length === 1 && isEverywhere && only.perNode !== undefined
      ? { fill: fillFrom(only, only.perNode) }
      : {}),
    normalize: spreadOut,
  };
}

function sumOf(weighed: readonly Weighed[], node: NodeInfo): number {
  let score = 0;
  for (const { topologyKey, floor, weight, count } of weighed) {
    if (node.labels[topologyKey] !== undefined) score += count(node) * weight + floor;
  }
  return Math.round(score);
}

/** The usual case, every node a domain of its own and nothing else to count: one pass over plain numbers. */
const fillFrom =
  ({ weight, floor }: Weighed, counts: Int32Array) =>
  (scores: Float64Array, { indexes }: NodeSet): void => {
    for (let place = 0; place < scores.length; place++) {
      scores[place] = Math.round((counts[indexes[place] as number] as number) * weight + floor);
    }
  };

function weigh(
  constraint: Constraint,
  hasKeys: (node: NodeInfo) => boolean,
  counted: readonly NodeInfo[],
  pod: PodInfo,
  view: View,
): Weighed {
  const { topologyKey, maxSkew } = constraint;
  const counter = counterFor(constraint, pod, view);
  const floor = maxSkew - 1;
  if (topologyKey === HOSTNAME) {
    const count = ({ index }: NodeInfo): number => counter.values[index] ?? 0;
    return { topologyKey, floor, weight: Math.log(counted.length + 2), count, perNode: counter.values };
  }
  // A node without the key stands in the domain '', as upstream's maps have it.
  const domains = new Set(counted.map(({ labels }) => labels[topologyKey] ?? ''));
  const sums = counter.byDomain(topologyKey, (index) => {
    const info = view.nodes[index];
    return info !== undefined && hasKeys(info) && isEligible(constraint, pod, info);
  });
  const count = ({ labels }: NodeInfo): number => sums.get(labels[topologyKey] ?? '') ?? 0;
  return { topologyKey, floor, weight: Math.log(domains.size + 2), count };
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
