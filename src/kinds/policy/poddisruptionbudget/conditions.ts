import { after, type Instant, instantOf, minutes, type Time } from '../../../machinery/instant.ts';
import { matches, selectorFrom } from '../../../machinery/labels.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { ServiceCondition as Condition } from '../../core/service/types.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from './types.ts';

const ALLOWED = 'DisruptionAllowed';

/** Whether the pod is one of the budget's: an absent selector has none, an empty one every pod of the namespace (E-6). */
export function guards({ metadata, spec }: PodDisruptionBudget, pod: KubeObject): boolean {
  if (metadata.namespace !== pod.metadata.namespace) return false;
  return matches(selectorFrom(spec?.selector), pod.metadata.labels);
}

/** The status with the condition that its disruptionsAllowed asks for (UpdateDisruptionAllowedCondition). */
export function withAllowedCondition(
  status: PodDisruptionBudgetStatus,
  now: Time,
): PodDisruptionBudgetStatus {
  return status.disruptionsAllowed > 0
    ? withCondition(status, { status: 'True', reason: 'SufficientPods', message: '' }, now)
    : withCondition(status, { status: 'False', reason: 'InsufficientPods', message: '' }, now);
}

/** The status of a budget that could not be worked out: nothing may be evicted. */
export function withFailedSync(
  status: PodDisruptionBudgetStatus,
  message: string,
  now: Time,
): PodDisruptionBudgetStatus {
  const none = { ...status, disruptionsAllowed: 0 };
  return withCondition(none, { status: 'False', reason: 'SyncFailed', message }, now);
}

/** SetStatusCondition: the time moves with the status alone. */
function withCondition(
  status: PodDisruptionBudgetStatus,
  told: Pick<Condition, 'status' | 'reason' | 'message'>,
  now: Time,
): PodDisruptionBudgetStatus {
  const conditions = status.conditions ?? [];
  const before = conditions.find(({ type }) => type === ALLOWED);
  const next: Condition = {
    type: ALLOWED,
    ...told,
    ...(status.observedGeneration ? { observedGeneration: status.observedGeneration } : {}),
    lastTransitionTime: before?.status === told.status ? before.lastTransitionTime : now,
  };
  if (before === undefined) return { ...status, conditions: [...conditions, next] };
  return { ...status, conditions: conditions.map((each) => (each === before ? next : each)) };
}

/** For how long an eviction that was let in counts as done before the pod is seen to go (DeletionTimeout). */
const DELETION_TIMEOUT = minutes(2);

/** When a pod that was evicted should be gone at the latest; undefined when it was not evicted. */
export function expectedDeletion(
  disruptedPods: PodDisruptionBudgetStatus['disruptedPods'],
  podName: string,
): Instant | undefined {
  const evicted = disruptedPods?.[podName];
  return evicted === undefined ? undefined : after(instantOf(evicted), DELETION_TIMEOUT);
}
