import { matchesNodeSelectorTerm } from '../../kinds/core/node/affinity.ts';
import { proportional, type Score } from '../framework.ts';

/** The weights of the preferred terms that match (S-24). */
export const nodeAffinityScore: Score = {
  name: 'NodeAffinity',
  weight: 2,
  scope: 'node',
  prepare: ({ pod }) => {
    const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (preferred.length === 0) return undefined;
    return {
      score: ({ node }) => {
        let sum = 0;
        for (const { weight, preference } of preferred) {
          if (node !== undefined && matchesNodeSelectorTerm(preference, node)) sum += weight;
        }
        return sum;
      },
      normalize: (scores) => proportional(scores, 'largest first'),
    };
  },
};
