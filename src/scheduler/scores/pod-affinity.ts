import { SCORE_MOST, type Score } from '../framework.ts';
import { type AffinityTerm, type PodInfo, termMatches } from '../pod-info.ts';
import type { Role, View } from '../view.ts';

/** What an existing pod's required affinity is worth to a pod it speaks of. */
const REQUIRED_AFFINITY_WEIGHT = 1;

/** Sums by topology key and value. */
type TopologyScore = Map<string, Map<string, number>>;

/** Preferred terms of the pod about others and of others about the pod (S-25). */
export const podAffinityScore: Score = {
  name: 'InterPodAffinity',
  weight: 2,
  scope: 'cluster',
  prepare: (pod, view) => {
    const sums: TopologyScore = new Map();
    for (const term of pod.terms?.preferredAffinity ?? []) addMatching(sums, term, term.weight, view);
    for (const term of pod.terms?.preferredAntiAffinity ?? []) addMatching(sums, term, -term.weight, view);
    addHolders(sums, 'requiredAffinity', pod, view, () => REQUIRED_AFFINITY_WEIGHT);
    addHolders(sums, 'preferredAffinity', pod, view, ({ weight }) => weight);
    addHolders(sums, 'preferredAntiAffinity', pod, view, ({ weight }) => -weight);
    if (sums.size === 0) return undefined;
    return {
      score: ({ labels }) => {
        let score = 0;
        for (const [key, values] of sums) score += values.get(labels[key] ?? '') ?? 0;
        return score;
      },
      normalize: stretch,
    };
  },
};

function addMatching(sums: TopologyScore, term: AffinityTerm, weight: number, view: View): void {
  const counter = view.counter(`any ${term.text}`, {
    counts: (pod) => (termMatches(term, pod, view.namespaceLabels) ? 1 : 0),
  });
  addTo(sums, term.topologyKey, counter.byDomain(term.topologyKey), weight);
}

function addHolders(
  sums: TopologyScore,
  role: Role,
  pod: PodInfo,
  view: View,
  weightOf: (term: AffinityTerm) => number,
): void {
  for (const term of view.termsHeld(role)) {
    if (!termMatches(term, pod, view.namespaceLabels)) continue;
    const counter = view.counter(`holds ${role} ${term.text}`, {
      counts: ({ terms }) => (terms?.[role] ?? []).filter(({ text }) => text === term.text).length,
    });
    addTo(sums, term.topologyKey, counter.byDomain(term.topologyKey), weightOf(term));
  }
}

function addTo(sums: TopologyScore, key: string, counts: ReadonlyMap<string, number>, weight: number): void {
  for (const [value, count] of counts) {
    if (count === 0) continue;
    let values = sums.get(key);
    if (values === undefined) {
      values = new Map();
      sums.set(key, values);
    }
    values.set(value, (values.get(value) ?? 0) + count * weight);
  }
}

/** The least becomes 0, the most 100; all 0 when they are equal. */
function stretch(scores: Float64Array): void {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const span = most - least;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = span > 0 ? Math.trunc(SCORE_MOST * (((scores[i] ?? 0) - least) / span)) : 0;
  }
}
