import { firstUntolerated } from '../../kinds/core/node/taints.ts';
import type { Filter } from '../framework.ts';

/** Names the first taint that the pod does not tolerate (S-39). */
export const taintToleration: Filter = {
  name: 'TaintToleration',
  scope: 'node',
  prepare:
    ({ pod }) =>
    ({ taints }) => {
      if (taints.length === 0) return undefined;
      const taint = firstUntolerated(taints, pod.spec.tolerations);
      if (taint === undefined) return undefined;
      const reason = `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
      return { plugin: 'TaintToleration', reasons: [reason], resolvable: false };
    },
};
