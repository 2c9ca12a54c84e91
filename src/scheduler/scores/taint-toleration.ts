import { isTolerated } from '../../kinds/core/node/taints.ts';
import { proportional, type Score } from '../framework.ts';

/** Fewer PreferNoSchedule taints that the pod does not tolerate (S-23). */
export const taintTolerationScore: Score = {
  name: 'TaintToleration',
  weight: 3,
  scope: 'node',
  prepare: ({ pod }) => ({
    score: ({ taints }) => {
      let count = 0;
      for (const taint of taints) {
        if (taint.effect === 'PreferNoSchedule' && !isTolerated(taint, pod.spec.tolerations)) count++;
      }
      return count;
    },
    normalize: (scores) => proportional(scores, 'smallest first'),
  }),
};
