import type { StatefulSet } from '../../kinds/apps/statefulset/types.ts';

const INT32_MOST = 2 ** 31 - 1;

/** The ordinal a pod's name ends with, read as an int32; -1 when it is no name of a StatefulSet's pod (S-3). */
export function ordinalOf(podName: string): number {
  const digits = /-([0-9]+)$/.exec(podName)?.[1];
  if (digits === undefined) return -1;
  const ordinal = Number(digits);
  return ordinal <= INT32_MOST ? ordinal : -1;
}

/** The set's name according to the pod's name; empty when it has no ordinal. */
export const parentOf = (podName: string): string => /^(.*)-[0-9]+$/s.exec(podName)?.[1] ?? '';

export const startOf = ({ spec }: StatefulSet): number => spec.ordinals?.start ?? 0;

/** S-6 */
export function isInRange(set: StatefulSet, ordinal: number): boolean {
  return ordinal >= startOf(set) && ordinal < startOf(set) + set.spec.replicas;
}

export const podName = (set: StatefulSet, ordinal: number): string => `${set.metadata.name}-${ordinal}`;
