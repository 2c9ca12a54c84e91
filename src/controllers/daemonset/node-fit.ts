import type { DaemonSet } from '../../kinds/apps/daemonset/types.ts';
import { matchesRequiredAffinity } from '../../kinds/core/node/affinity.ts';
import { firstUntolerated } from '../../kinds/core/node/taints.ts';
import type { Node } from '../../kinds/core/node/types.ts';
import { tolerationsOf } from './template.ts';

export interface NodeFit {
  /** A pod is to be there. */
  readonly shouldRun: boolean;
  /** A pod that is there may stay. */
  readonly shouldContinue: boolean;
}

const NEITHER: NodeFit = { shouldRun: false, shouldContinue: false };

/** Judges nodes for one set: by name, labels and taints, never by room (G-3). */
export function nodeJudge({ spec }: DaemonSet): (node: Node) => NodeFit {
  const { template } = spec;
  const tolerations = tolerationsOf(template);
  return (node) => {
    const { nodeName } = template.spec;
    if (nodeName !== undefined && nodeName !== '' && nodeName !== node.metadata.name) return NEITHER;
    if (!matchesRequiredAffinity(template, node)) return NEITHER;
    const taints = node.spec?.taints;
    if (firstUntolerated(taints, tolerations, ['NoSchedule', 'NoExecute']) === undefined) {
      return { shouldRun: true, shouldContinue: true };
    }
    const evicts = firstUntolerated(taints, tolerations, ['NoExecute']) !== undefined;
    return { shouldRun: false, shouldContinue: !evicts };
  };
}
