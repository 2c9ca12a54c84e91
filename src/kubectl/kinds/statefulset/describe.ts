import type { StatefulSet } from '../../../kinds/apps/statefulset/types.ts';
import { describeIdentity, describeLabels, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, goList, type Page } from '../page.ts';
import { claimClass } from '../persistentvolumeclaim/claim.ts';
import { describePodTemplate } from '../pod-template/template.ts';
import { podsQuery, podsStatus, selectorText } from '../pods-status.ts';
import { amountText } from '../resources.ts';

export const statefulSet = defineDescriber<StatefulSet>({
  related: (object) => ({ pods: podsQuery(object, selectorText(object.spec.selector)) }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      const { metadata, spec, status } = object;
      describeIdentity(page, object, 'namespaced');
      page.line(0, `CreationTimestamp:\t${formatTime(metadata.creationTimestamp)}`);
      page.line(0, `Selector:\t${selectorText(spec.selector)}`);
      describeMarks(page, object);
      page.line(0, `Replicas:\t${spec.replicas} desired | ${status?.replicas ?? 0} total`);
      page.line(0, `Update Strategy:\t${spec.updateStrategy.type}`);
      const { partition, maxUnavailable } = spec.updateStrategy.rollingUpdate ?? {};
      if (partition !== undefined) {
        page.line(1, `Partition:\t${partition}`);
        if (maxUnavailable !== undefined) page.line(1, `MaxUnavailable:\t${maxUnavailable}`);
      }
      page.line(0, `Pods Status:\t${podsStatus(related.list('pods'), object)}`);
      describePodTemplate(page, spec.template);
      describeClaims(page, spec.volumeClaimTemplates);
      describeEvents(page, events, now);
    }),
});

function describeClaims(page: Page, templates: StatefulSet['spec']['volumeClaimTemplates'] = []): void {
  if (templates.length === 0) {
    page.line(0, 'Volume Claims:\t<none>');
    return;
  }
  page.line(0, 'Volume Claims:');
  for (const template of templates) {
    page.line(1, `Name:\t${template.metadata.name ?? ''}`);
    page.line(1, `StorageClass:\t${claimClass(template)}`);
    describeLabels(page, 'Labels', template.metadata.labels, '  ');
    describeLabels(page, 'Annotations', template.metadata.annotations, '  ');
    const size = template.spec.resources?.requests?.['storage'];
    page.line(1, `Capacity:\t${size === undefined ? '<default>' : amountText(size)}`);
    page.line(1, `Access Modes:\t${goList(template.spec.accessModes)}`);
  }
}
