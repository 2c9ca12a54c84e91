import type { DaemonSet } from '../../../kinds/apps/daemonset/types.ts';
import { describeIdentity, describeMarks, labelsText } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage } from '../page.ts';
import { describePodTemplate } from '../pod-template/template.ts';
import { podsQuery, podsStatus, selectorText } from '../pods-status.ts';

export const daemonSet = defineDescriber<DaemonSet>({
  related: (object) => ({ pods: podsQuery(object, selectorText(object.spec.selector)) }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      const { spec, status } = object;
      describeIdentity(page, object, 'namespaced');
      page.line(0, `Selector:\t${selectorText(spec.selector)}`);
      page.line(0, `Node-Selector:\t${labelsText(spec.template.spec.nodeSelector)}`);
      describeMarks(page, object);
      // These lines have no tab: kubectl leaves them out of the column.
      page.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
      page.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
      page.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
      page.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
      page.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
      page.line(0, `Pods Status:\t${podsStatus(related.list('pods'), object)}`);
      describePodTemplate(page, spec.template);
      describeEvents(page, events, now);
    }),
});
