import { isTolerated } from '../../kinds/core/node/taints.ts';
import type { Filter, Verdict } from '../framework.ts';

const CORDONED = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;
const VERDICT: Verdict = {
  plugin: 'NodeUnschedulable',
  reasons: ['node(s) were unschedulable'],
  resolvable: false,
};

/** A cordoned node takes only pods that tolerate the taint of its name (S-40). */
export const nodeUnschedulable: Filter = {
  name: 'NodeUnschedulable',
  scope: 'node',
  prepare: ({ pod }) =>
    isTolerated(CORDONED, pod.spec.tolerations)
      ? undefined
      : (node) => (node.unschedulable ? VERDICT : undefined),
};
