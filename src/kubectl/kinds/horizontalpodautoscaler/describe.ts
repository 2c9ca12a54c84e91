import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, type Page } from '../page.ts';
import { describeMetric, type Metric, type MetricStatus } from './metrics.ts';

interface ScalingRules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly {
    readonly type: string;
    readonly value: number;
    readonly periodSeconds: number;
  }[];
}

interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly Metric[];
    readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules };
  };
  readonly status?: {
    readonly currentReplicas?: number;
    readonly desiredReplicas?: number;
    readonly currentMetrics?: readonly MetricStatus[] | null;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

export const horizontalPodAutoscaler = defineDescriber<HorizontalPodAutoscaler>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      const { metadata, spec, status = {} } = object;
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      page.line(0, `CreationTimestamp:\t${formatTime(metadata.creationTimestamp)}`);
      page.line(0, `Reference:\t${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
      page.line(0, 'Metrics:\t( current / target )');
      for (const [i, metric] of (spec.metrics ?? []).entries())
        describeMetric(page, metric, status.currentMetrics?.[i]);
      page.line(0, `Min replicas:\t${spec.minReplicas ?? '<unset>'}`);
      page.line(0, `Max replicas:\t${spec.maxReplicas}`);
      if (spec.behavior !== undefined) {
        page.line(0, 'Behavior:');
        describeRules(page, 'Scale Up', spec.behavior.scaleUp);
        describeRules(page, 'Scale Down', spec.behavior.scaleDown);
      }
      const pods = `${status.currentReplicas ?? 0} current / ${status.desiredReplicas ?? 0} desired`;
      page.line(0, `${spec.scaleTargetRef.kind} pods:\t${pods}`);
      describeConditions(page, object);
      describeEvents(page, events, now);
    }),
});

function describeRules(page: Page, direction: string, rules: ScalingRules | undefined): void {
  if (rules === undefined) return;
  const { stabilizationWindowSeconds, selectPolicy = 'Max', policies = [] } = rules;
  page.line(1, `${direction}:`);
  if (stabilizationWindowSeconds !== undefined) {
    page.line(2, `Stabilization Window: ${stabilizationWindowSeconds} seconds`);
  }
  if (policies.length === 0) return;
  page.line(2, `Select Policy: ${selectPolicy}`);
  page.line(2, 'Policies:');
  for (const { type, value, periodSeconds } of policies) {
    page.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
  }
}

function describeConditions(page: Page, { status }: HorizontalPodAutoscaler): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type\tStatus\tReason\tMessage');
  page.line(1, '----\t------\t------\t-------');
  for (const one of conditions)
    page.line(1, `${one.type}\t${one.status}\t${one.reason ?? ''}\t${one.message ?? ''}`);
}
