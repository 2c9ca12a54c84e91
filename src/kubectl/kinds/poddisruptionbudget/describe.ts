import type { IntOrString } from '../../../machinery/int-or-string.ts';
import { formatSelector, type LabelSelector } from '../../../machinery/labels.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeIdentity } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage } from '../page.ts';

interface PodDisruptionBudget extends KubeObject {
  readonly spec: {
    readonly minAvailable?: IntOrString;
    readonly maxUnavailable?: IntOrString;
    readonly selector?: LabelSelector;
  };
  readonly status?: {
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly expectedPods?: number;
  };
}

export const podDisruptionBudget = defineDescriber<PodDisruptionBudget>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      const { spec, status = {} } = object;
      describeIdentity(page, object, 'namespaced');
      if (spec.minAvailable !== undefined) page.line(0, `Min available:\t${spec.minAvailable}`);
      else if (spec.maxUnavailable !== undefined) page.line(0, `Max unavailable:\t${spec.maxUnavailable}`);
      page.line(0, `Selector:\t${spec.selector === undefined ? '<unset>' : formatSelector(spec.selector)}`);
      page.line(0, 'Status:');
      page.line(2, `Allowed disruptions:\t${status.disruptionsAllowed ?? 0}`);
      page.line(2, `Current:\t${status.currentHealthy ?? 0}`);
      page.line(2, `Desired:\t${status.desiredHealthy ?? 0}`);
      page.line(2, `Total:\t${status.expectedPods ?? 0}`);
      describeEvents(page, events, now);
    }),
});
