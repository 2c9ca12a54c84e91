import type { TaintEffect, Toleration } from '../pod/types.ts';
import type { Taint } from './types.ts';

/** Whether the toleration covers the taint (S-38): an empty effect or key with Exists covers all. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  if (toleration.operator && toleration.operator !== 'Equal') return false;
  return (toleration.key ?? '') === taint.key && (toleration.value ?? '') === (taint.value ?? '');
}

/** The effects that keep a pod off a node. */
export const REPELLING: readonly TaintEffect[] = ['NoSchedule', 'NoExecute'];

/** The first taint with one of the effects that nothing tolerates, in list order (S-39). */
export function firstUntolerated(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly TaintEffect[] = REPELLING,
): Taint | undefined {
  return taints?.find((taint) => effects.includes(taint.effect) && !isTolerated(taint, tolerations));
}

export function isTolerated(taint: Taint, tolerations: readonly Toleration[] | undefined): boolean {
  return tolerations?.some((toleration) => tolerates(toleration, taint)) ?? false;
}
