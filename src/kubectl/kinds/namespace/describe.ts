import type { Namespace } from '../../../kinds/core/namespace/types.ts';
import { describeMarks } from '../common.ts';
import { defineDescriber, listQuery } from '../describer.ts';
import { describeLimitRanges, type LimitRange } from '../limitrange/ranges.ts';
import { describePage, formatTime } from '../page.ts';
import { describeQuotas, type ResourceQuota } from '../resourcequota/quota.ts';

export const namespace = defineDescriber<Namespace>({
  events: 'none',
  related: ({ metadata }) => ({
    quotas: listQuery('/api/v1', metadata.name, 'resourcequotas', {}, 'is told'),
    ranges: listQuery('/api/v1', metadata.name, 'limitranges', {}, 'is told'),
  }),
  describe: ({ object, related }) =>
    describePage((page) => {
      page.line(0, `Name:\t${object.metadata.name}`);
      describeMarks(page, object);
      page.line(0, `Status:\t${object.status?.phase ?? ''}`);
      const conditions = object.status?.conditions ?? [];
      if (conditions.length > 0) {
        page.line(0, 'Conditions:');
        page.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
        page.line(1, '----\t------\t------------------\t------\t-------');
      }
      for (const { type, status, lastTransitionTime, reason = '', message = '' } of conditions) {
        page.line(1, `${type}\t${status}\t${formatTime(lastTransitionTime)}\t${reason}\t${message}`);
      }
      // A server without one of the two is not asked to show it.
      if (related.error('quotas') === undefined) {
        page.write(0, '\n');
        describeQuotas(page, related.list<ResourceQuota>('quotas'));
      }
      if (related.error('ranges') === undefined) {
        page.write(0, '\n');
        describeLimitRanges(page, related.list<LimitRange>('ranges'));
      }
    }),
});
