import { describeIdentity } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describePage } from '../page.ts';
import { describeLimits, LIMIT_RULES, LIMIT_TITLES, type LimitRange } from './ranges.ts';

export const limitRange = defineDescriber<LimitRange>({
  events: 'none',
  describe: ({ object }) =>
    describePage((page) => {
      describeIdentity(page, object, 'namespaced');
      page.line(0, LIMIT_TITLES);
      page.line(0, LIMIT_RULES);
      describeLimits(page, object, '');
    }),
});
