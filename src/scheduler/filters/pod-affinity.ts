import type { Filter, Verdict } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { type AffinityTerm, type PodInfo, termMatches } from '../pod-info.ts';
import type { View } from '../view.ts';

const verdict = (reason: string, resolvable: boolean): Verdict => ({
  plugin: 'InterPodAffinity',
  reasons: [reason],
  resolvable,
});
const AFFINITY = verdict("node(s) didn't match pod affinity rules", false);
const ANTI_AFFINITY = verdict("node(s) didn't match pod anti-affinity rules", true);
const EXISTING = verdict("node(s) didn't satisfy existing pods anti-affinity rules", true);

/** Domain values by topology key. */
type Domains = Map<string, Set<string>>;

/** Required terms of the pod about others, and of others about the pod (S-31, S-32). */
export const podAffinity: Filter = {
  name: 'InterPodAffinity',
  scope: 'cluster',
  prepare: (pod, view) => {
    const affinity = pod.terms?.requiredAffinity ?? [];
    const antiAffinity = pod.terms?.requiredAntiAffinity ?? [];
    const repelled = domainsThatRepel(pod, view);
    if (affinity.length === 0 && antiAffinity.length === 0 && repelled.size === 0) return undefined;
    const attracted = domainsOfMatchingAll(affinity, view);
    const isFirst = attracted.size === 0 && matchesAll(affinity, pod, view);
    const avoided = domainsOfMatchingAny(antiAffinity, view);
    return (node) => {
      if (!isAttracted(node, affinity, attracted, isFirst)) return AFFINITY;
      if (antiAffinity.some(({ topologyKey }) => isIn(node, topologyKey, avoided))) return ANTI_AFFINITY;
      for (const key of repelled.keys()) if (isIn(node, key, repelled)) return EXISTING;
      return undefined;
    };
  },
};

/** Every term needs a matching pod in the node's domain; the first pod of a group may go anywhere that has the keys. */
function isAttracted(
  node: NodeInfo,
  terms: readonly AffinityTerm[],
  attracted: Domains,
  isFirst: boolean,
): boolean {
  if (terms.some(({ topologyKey }) => node.labels[topologyKey] === undefined)) return false;
  return isFirst || terms.every(({ topologyKey }) => isIn(node, topologyKey, attracted));
}

function isIn({ labels }: NodeInfo, topologyKey: string, domains: Domains): boolean {
  const value = labels[topologyKey];
  return value !== undefined && (domains.get(topologyKey)?.has(value) ?? false);
}

const matchesAll = (terms: readonly AffinityTerm[], pod: PodInfo, view: View): boolean =>
  terms.length > 0 && terms.every((term) => termMatches(term, pod, view.namespaceLabels));

/** Domains with a pod that matches all the terms together, as upstream counts them. */
function domainsOfMatchingAll(terms: readonly AffinityTerm[], view: View): Domains {
  const domains: Domains = new Map();
  if (terms.length === 0) return domains;
  const text = `all ${terms.map((term) => term.text).join(' ')}`;
  const counter = view.counter(text, { counts: (pod) => (matchesAll(terms, pod, view) ? 1 : 0) });
  for (const { topologyKey } of terms) collect(domains, topologyKey, counter.values, view);
  return domains;
}

function domainsOfMatchingAny(terms: readonly AffinityTerm[], view: View): Domains {
  const domains: Domains = new Map();
  for (const term of terms) {
    const counter = view.counter(`any ${term.text}`, {
      counts: (pod) => (termMatches(term, pod, view.namespaceLabels) ? 1 : 0),
    });
    collect(domains, term.topologyKey, counter.values, view);
  }
  return domains;
}

/** Domains of pods whose required anti-affinity speaks of this pod. */
function domainsThatRepel(pod: PodInfo, view: View): Domains {
  const domains: Domains = new Map();
  for (const term of view.termsHeld('requiredAntiAffinity')) {
    if (!termMatches(term, pod, view.namespaceLabels)) continue;
    const counter = view.counter(`holds requiredAntiAffinity ${term.text}`, {
      counts: (other) => timesHeld(other, term),
    });
    collect(domains, term.topologyKey, counter.values, view);
  }
  return domains;
}

const timesHeld = ({ terms }: PodInfo, { text }: AffinityTerm): number =>
  terms?.requiredAntiAffinity.filter((term) => term.text === text).length ?? 0;

function collect(domains: Domains, topologyKey: string, counts: Int32Array, view: View): void {
  view.nodes.forEach(({ labels }, index) => {
    const value = labels[topologyKey];
    if (value === undefined || (counts[index] ?? 0) === 0) return;
    let values = domains.get(topologyKey);
    if (values === undefined) {
      values = new Set();
      domains.set(topologyKey, values);
    }
    values.add(value);
  });
}
