import type { PodTemplateSpec } from '../../../kinds/core/pod/types.ts';
import { formatRequirements, selectorFromLabels } from '../../../machinery/labels.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import {
  type Condition,
  describeConditions,
  describeIdentity,
  describeMarks,
  labelsText,
} from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage } from '../page.ts';
import { describePodTemplate } from '../pod-template/template.ts';
import { podsQuery, podsStatus } from '../pods-status.ts';

interface ReplicationController extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: Readonly<Record<string, string>>;
    readonly template?: PodTemplateSpec;
  };
  readonly status?: { readonly replicas?: number; readonly conditions?: readonly Condition[] };
}

export const replicationController = defineDescriber<ReplicationController>({
  related: (object) => ({
    pods: podsQuery(object, formatRequirements(selectorFromLabels(object.spec.selector))),
  }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      const { spec, status } = object;
      describeIdentity(page, object, 'namespaced');
      page.line(0, `Selector:\t${labelsText(spec.selector)}`);
      describeMarks(page, object);
      page.line(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec.replicas ?? 0} desired`);
      page.line(0, `Pods Status:\t${podsStatus(related.list('pods'), object)}`);
      describePodTemplate(page, spec.template);
      describeConditions(page, status?.conditions);
      describeEvents(page, events, now);
    }),
});
