import { matches } from '../../machinery/labels.ts';
import type { Filter, Verdict } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import { type Constraint, constraintsOf, counterFor, isEligible } from '../spread.ts';
import type { View } from '../view.ts';

const MISSING_LABEL: Verdict = {
  plugin: 'PodTopologySpread',
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  resolvable: false,
};
const SKEWED: Verdict = {
  plugin: 'PodTopologySpread',
  reasons: ["node(s) didn't match pod topology spread constraints"],
  resolvable: true,
};

/** DoNotSchedule constraints: the domain's pods and this one may exceed the emptiest domain by maxSkew (S-33). */
export const topologySpread: Filter = {
  name: 'PodTopologySpread',
  scope: 'cluster',
  prepare: (pod, view) => {
    const constraints = constraintsOf(pod.pod, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const counts = constraints.map((constraint) => countDomains(constraint, constraints, pod, view));
    return (node) => verdictOn(node, constraints, counts);
  },
};

interface DomainCounts {
  readonly pods: ReadonlyMap<string, number>;
  readonly least: number;
  /** 1 when the pod itself would be counted. */
  readonly self: number;
}

function countDomains(
  constraint: Constraint,
  all: readonly Constraint[],
  pod: PodInfo,
  view: View,
): DomainCounts {
  const counter = counterFor(constraint, pod, view);
  const pods = counter.byDomain(constraint.topologyKey, (index) => {
    const info = view.nodes[index];
    return info !== undefined && hasKeys(info, all) && isEligible(constraint, pod, info);
  });
  const least = pods.size < constraint.minDomains ? 0 : Math.min(...pods.values());
  return { pods, least, self: matches(constraint.selector, pod.pod.metadata.labels) ? 1 : 0 };
}

const hasKeys = ({ labels }: NodeInfo, constraints: readonly Constraint[]): boolean =>
  constraints.every(({ topologyKey }) => labels[topologyKey] !== undefined);

function verdictOn(
  { labels }: NodeInfo,
  constraints: readonly Constraint[],
  counts: readonly DomainCounts[],
): Verdict | undefined {
  for (const [index, { topologyKey, maxSkew }] of constraints.entries()) {
    const domain = labels[topologyKey];
    const count = counts[index];
    if (domain === undefined || count === undefined) return MISSING_LABEL;
    if ((count.pods.get(domain) ?? 0) + count.self - count.least > maxSkew) return SKEWED;
  }
  return undefined;
}
