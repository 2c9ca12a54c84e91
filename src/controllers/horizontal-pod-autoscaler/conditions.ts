import type { HorizontalPodAutoscalerCondition as Condition } from '../../kinds/autoscaling/horizontalpodautoscaler/types.ts';
import type { Time } from '../../machinery/instant.ts';

export type Told = Pick<Condition, 'type' | 'status'> & { readonly reason: string; readonly message: string };

/** The list with the condition set: its time moves with the status alone (setConditionInList). */
export function withCondition(list: readonly Condition[], told: Told, now: Time): readonly Condition[] {
  const before = list.find(({ type }) => type === told.type);
  const since = before?.status === told.status ? before.lastTransitionTime : now;
  const next: Condition = { ...told, ...(since === undefined ? {} : { lastTransitionTime: since }) };
  return before === undefined ? [...list, next] : list.map((each) => (each === before ? next : each));
}

export const GOT_SCALE: Told = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededGetScale',
  message: "the HPA controller was able to get the target's current scale",
};

export const noScale = (why: string): Told => ({
  type: 'AbleToScale',
  status: 'False',
  reason: 'FailedGetScale',
  message: `the HPA controller was unable to get the target's current scale: ${why}`,
});

export const rescaledTo = (replicas: number): Told => ({
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededRescale',
  message: `the HPA controller was able to update the target scale to ${replicas}`,
});

export const notRescaled = (why: string): Told => ({
  type: 'AbleToScale',
  status: 'False',
  reason: 'FailedUpdateScale',
  message: `the HPA controller was unable to update the target scale: ${why}`,
});

export const DISABLED: Told = {
  type: 'ScalingActive',
  status: 'False',
  reason: 'ScalingDisabled',
  message: 'scaling is disabled since the replica count of the target is zero',
};

export const validMetric = (metric: string): Told => ({
  type: 'ScalingActive',
  status: 'True',
  reason: 'ValidMetricFound',
  message: `the HPA was able to successfully calculate a replica count from ${metric}`,
});

export const inactive = (reason: string, message: string): Told => ({
  type: 'ScalingActive',
  status: 'False',
  reason,
  message,
});

const READY: Told = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
};

const STABILIZED_UP: Told = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};

const STABILIZED_DOWN: Told = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};

/** Whether earlier recommendations hold back the one that was made now, and in which direction. */
export function stabilization(held: 'up' | 'down' | 'not'): Told {
  if (held === 'not') return READY;
  return held === 'up' ? STABILIZED_UP : STABILIZED_DOWN;
}

export const limitedTo = (limited: boolean, reason: string, message: string): Told => ({
  type: 'ScalingLimited',
  status: limited ? 'True' : 'False',
  reason,
  message,
});
