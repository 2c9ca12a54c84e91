import type { LabelSelector, LabelSelectorRequirement } from '../../../machinery/labels.ts';
import { mapChanged, withPart } from '../../pod-template/fill.ts';
import { syncAppArmor } from './app-armor.ts';
import { isFinished, isScheduled, withCondition } from './conditions.ts';
import { qosClass } from './qos.ts';
import type { Affinity, Pod, PodAffinity, PodAffinityTerm, PodCondition, PodStatus } from './types.ts';

/** A new pod is Pending whatever its manifest says, and its quality of service is settled. */
export function prepareForCreate(pod: Pod): Pod {
  const status: PodStatus = { phase: 'Pending', qosClass: qosClass(pod.spec) };
  return syncAppArmor(withLabelKeys({ ...pod, status: withGates(pod, status) }));
}

function withGates({ spec, metadata }: Pod, status: PodStatus): PodStatus {
  if ((spec.schedulingGates ?? []).length === 0) return status;
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  } as const;
  return withCondition(status, gated, metadata.creationTimestamp);
}

/** matchLabelKeys and mismatchLabelKeys of pod affinity become terms of its selector (mutatePodAffinity). */
function withLabelKeys(pod: Pod): Pod {
  const { affinity } = pod.spec;
  if (affinity?.podAffinity === undefined && affinity?.podAntiAffinity === undefined) return pod;
  const labels = pod.metadata.labels ?? {};
  let next: Affinity = affinity;
  for (const name of ['podAffinity', 'podAntiAffinity'] as const) {
    const part = next[name];
    if (part !== undefined)
      next = withPart(
        next,
        name,
        inTerms(part, (term) => withSelectorTerms(term, labels)),
      );
  }
  return withPart(pod, 'spec', withPart(pod.spec, 'affinity', next));
}

function inTerms(affinity: PodAffinity, change: (term: PodAffinityTerm) => PodAffinityTerm): PodAffinity {
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = affinity;
  const { preferredDuringSchedulingIgnoredDuringExecution: preferred } = affinity;
  let next = affinity;
  if (required !== undefined) {
    next = withPart(next, 'requiredDuringSchedulingIgnoredDuringExecution', mapChanged(required, change));
  }
  if (preferred === undefined) return next;
  const weighted = mapChanged(preferred, (each) =>
    withPart(each, 'podAffinityTerm', change(each.podAffinityTerm)),
  );
  return withPart(next, 'preferredDuringSchedulingIgnoredDuringExecution', weighted);
}

function withSelectorTerms(term: PodAffinityTerm, labels: Readonly<Record<string, string>>): PodAffinityTerm {
  const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
  if (labelSelector === undefined) return term;
  const added = [...keyTerms(matchLabelKeys, 'In', labels), ...keyTerms(mismatchLabelKeys, 'NotIn', labels)];
  if (added.length === 0) return term;
  const matchExpressions = [...(labelSelector.matchExpressions ?? []), ...added];
  return { ...term, labelSelector: { ...labelSelector, matchExpressions } satisfies LabelSelector };
}

function keyTerms(
  keys: readonly string[],
  operator: 'In' | 'NotIn',
  labels: Readonly<Record<string, string>>,
): readonly LabelSelectorRequirement[] {
  return keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}

/** A status write changes neither spec nor deletion nor owners, and cannot unset the quality of service. */
export function prepareForStatusUpdate(pod: Pod, before: Pod): Pod {
  const status = withKeptValues(pod.status ?? {}, before.status ?? {});
  if (pod.metadata === before.metadata) return { ...before, status };
  const { deletionTimestamp: _, ownerReferences: __, ...rest } = pod.metadata;
  const { deletionTimestamp, ownerReferences } = before.metadata;
  const metadata = {
    ...rest,
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
  return { ...before, metadata, status };
}

function withKeptValues(status: PodStatus, before: PodStatus): PodStatus {
  let next = status;
  if (next.qosClass === undefined && before.qosClass !== undefined)
    next = { ...next, qosClass: before.qosClass };
  if (next.observedGeneration === undefined && before.observedGeneration !== undefined) {
    next = { ...next, observedGeneration: before.observedGeneration };
  }
  if (next.conditions === undefined || before.conditions === undefined) return next;
  return withPart(
    next,
    'conditions',
    mapChanged(next.conditions, (each) => withGeneration(each, before.conditions)),
  );
}

function withGeneration(condition: PodCondition, before: PodStatus['conditions']): PodCondition {
  if (condition.observedGeneration !== undefined) return condition;
  const known = before?.find(({ type }) => type === condition.type)?.observedGeneration;
  return known === undefined ? condition : { ...condition, observedGeneration: known };
}

/** How long a deleted pod may take to stop (CheckGracefulDelete): no time at all where nothing runs. */
export function gracePeriodSeconds(pod: Pod, requested?: number): number {
  if (!isScheduled(pod) || isFinished(pod)) return 0;
  const period = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return period < 0 ? 1 : period;
}
