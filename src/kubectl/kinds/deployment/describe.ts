import type { Deployment } from '../../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../../kinds/apps/replicaset/types.ts';
import { describeConditions, describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber, listQuery } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, orNone } from '../page.ts';
import { describePodTemplate } from '../pod-template/template.ts';
import { selectorText } from '../pods-status.ts';
import { generationsOf } from './replicasets.ts';

export const deployment = defineDescriber<Deployment>({
  related: ({ metadata, spec }) => ({
    replicaSets: listQuery(
      '/apis/apps/v1',
      metadata.namespace,
      'replicasets',
      { labelSelector: selectorText(spec.selector) },
      'is told',
    ),
  }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      const { metadata, spec, status = {} } = object;
      describeIdentity(page, object, 'namespaced');
      page.line(0, `CreationTimestamp:\t${formatTime(metadata.creationTimestamp)}`);
      describeMarks(page, object);
      page.line(0, `Selector:\t${selectorText(spec.selector)}`);
      const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
      page.line(
        0,
        `Replicas:\t${spec.replicas} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`,
      );
      page.line(0, `StrategyType:\t${spec.strategy.type}`);
      page.line(0, `MinReadySeconds:\t${spec.minReadySeconds ?? 0}`);
      const rolling = spec.strategy.rollingUpdate;
      if (rolling !== undefined) {
        page.line(
          0,
          `RollingUpdateStrategy:\t${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`,
        );
      }
      describePodTemplate(page, spec.template);
      describeConditions(page, status.conditions);
      const { old, current } = generationsOf(object, related.list('replicaSets'));
      if (old.length > 0 || current !== undefined) {
        page.line(0, `OldReplicaSets:\t${replicaSetsText(old)}`);
        page.line(0, `NewReplicaSet:\t${replicaSetsText(current === undefined ? [] : [current])}`);
      }
      describeEvents(page, events, now);
    }),
});

function replicaSetsText(sets: readonly ReplicaSet[]): string {
  return orNone(
    sets
      .map(
        ({ metadata, spec, status }) =>
          `${metadata.name} (${status?.replicas ?? 0}/${spec.replicas} replicas created)`,
      )
      .join(', '),
  );
}
