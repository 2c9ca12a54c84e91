import type { StatefulSet } from '../../kinds/apps/statefulset/types.ts';
import { isRunningAndReady } from '../../kinds/core/pod/conditions.ts';
import type { Pod, PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import { type Draft, isTerminating } from '../../machinery/object-meta.ts';
import { newPod } from './identity.ts';
import { isInRange, ordinalOf, startOf } from './ordinals.ts';

/** A place in the set: a pod that is, or one that is to be made. */
export type Replica = { readonly pod: Pod } | { readonly draft: Draft<Pod> };

export interface Places {
  /** By ordinal, from the start ordinal on. */
  readonly replicas: readonly Replica[];
  /** Pods out of range, highest ordinal first. */
  readonly condemned: readonly Pod[];
}

/** The template and the name of a revision. */
export interface Version {
  readonly name: string;
  readonly template: PodTemplateSpec;
}

export interface Versions {
  readonly current: Version;
  readonly update: Version;
}

/** Sorts a set's pods into places and prepares those that are missing (S-6). */
export function placesOf(set: StatefulSet, pods: readonly Pod[], versions: Versions): Places {
  const byOrdinal = new Map<number, Pod>();
  const condemned: Pod[] = [];
  for (const pod of pods) {
    const ordinal = ordinalOf(pod.metadata.name);
    if (isInRange(set, ordinal)) byOrdinal.set(ordinal, pod);
    else if (ordinal >= 0) condemned.push(pod);
  }
  const start = startOf(set);
  const replicas = Array.from({ length: set.spec.replicas }, (_, index): Replica => {
    const ordinal = start + index;
    const pod = byOrdinal.get(ordinal);
    if (pod !== undefined) return { pod };
    const { name, template } = versionFor(set, ordinal, versions);
    return { draft: newPod(set, template, ordinal, name) };
  });
  condemned.sort((a, b) => ordinalOf(b.metadata.name) - ordinalOf(a.metadata.name));
  return { replicas, condemned };
}

/** Which revision a pod is made from: below the partition (or below what is still old) the current one (S-13). */
export function versionFor(set: StatefulSet, ordinal: number, { current, update }: Versions): Version {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  if (type !== 'RollingUpdate') return update;
  const old =
    rollingUpdate === undefined ? (set.status?.currentReplicas ?? 0) : (rollingUpdate.partition ?? 0);
  return ordinal < startOf(set) + old ? current : update;
}

/** S-7 */
export function isHealthy(replica: Replica): boolean {
  return 'pod' in replica && isRunningAndReady(replica.pod) && !isTerminating(replica.pod);
}

/** The lowest unhealthy place, condemned pods after the others: the one a scale-down does not wait for (S-7, S-15). */
export function firstUnhealthy({ replicas, condemned }: Places): Replica | undefined {
  const unhealthy = replicas.find((replica) => !isHealthy(replica));
  if (unhealthy !== undefined) return unhealthy;
  const pod = condemned.findLast((one) => !isHealthy({ pod: one }));
  return pod === undefined ? undefined : { pod };
}
