import { matchesRequiredAffinity } from '../../kinds/core/node/affinity.ts';
import type { Filter, Verdict } from '../framework.ts';

const VERDICT: Verdict = {
  plugin: 'NodeAffinity',
  reasons: ["node(s) didn't match Pod's node affinity/selector"],
  resolvable: false,
};

/** spec.nodeSelector and the required node affinity (S-30). */
export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  scope: 'node',
  prepare: ({ pod }) => {
    const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    if (pod.spec.nodeSelector === undefined && required === undefined) return undefined;
    return ({ node }) => (node === undefined || matchesRequiredAffinity(pod, node) ? undefined : VERDICT);
  },
};
