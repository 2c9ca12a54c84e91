import type { ReplicaSet } from '../../../kinds/apps/replicaset/types.ts';
import { formatSelector } from '../../../machinery/labels.ts';
import { describeConditions, describeController, describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage } from '../page.ts';
import { describePodTemplate } from '../pod-template/template.ts';
import { podsQuery, podsStatus, selectorText } from '../pods-status.ts';

export const replicaSet = defineDescriber<ReplicaSet>({
  related: (object) => ({ pods: podsQuery(object, selectorText(object.spec.selector), 'is told') }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      const { spec, status } = object;
      describeIdentity(page, object, 'namespaced');
      page.line(0, `Selector:\t${formatSelector(spec.selector)}`);
      describeMarks(page, object);
      describeController(page, object);
      page.line(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec.replicas} desired`);
      const error = related.error('pods');
      const pods =
        error === undefined ? podsStatus(related.list('pods'), object) : `error in fetching pods: ${error}`;
      page.line(0, `Pods Status:\t${pods}`);
      describePodTemplate(page, spec.template);
      describeConditions(page, status?.conditions);
      describeEvents(page, events, now);
    }),
});
