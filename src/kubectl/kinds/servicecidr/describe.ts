import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime } from '../page.ts';

interface ServiceCidr extends KubeObject {
  readonly spec?: { readonly cidrs?: readonly string[] };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime: string;
      readonly reason: string;
      readonly message: string;
    }[];
  };
}

export const serviceCidr = defineDescriber<ServiceCidr>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      page.line(0, `Name:\t${object.metadata.name}`);
      describeMarks(page, object);
      page.line(0, `CIDRs:\t${(object.spec?.cidrs ?? []).join(', ')}`);
      const conditions = object.status?.conditions ?? [];
      if (conditions.length > 0) {
        page.line(0, 'Status:');
        page.line(0, 'Conditions:');
        page.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
        page.line(1, '----\t------\t------------------\t------\t-------');
      }
      for (const { type, status, lastTransitionTime, reason, message } of conditions)
        page.line(1, `${type}\t${status}\t${formatTime(lastTransitionTime)}\t${reason}\t${message}`);
      describeEvents(page, events, now);
    }),
});
