import type { DaemonSetStatus } from '../../kinds/apps/daemonset/types.ts';
import { isAvailable, isReady } from '../../kinds/core/pod/conditions.ts';
import type { Instant } from '../../machinery/instant.ts';
import { byPrecedence, type Situation } from './placement.ts';
import { isUpdated } from './template.ts';

/** The numbers over all nodes; of each node only its first pod is looked at (G-35). */
export function daemonSetStatus({ set, nodes, pods, fits, hash }: Situation, now: Instant): DaemonSetStatus {
  const { collisionCount, conditions } = set.status ?? {};
  let desired = 0;
  let current = 0;
  let misscheduled = 0;
  let ready = 0;
  let updated = 0;
  let available = 0;
  for (const node of nodes) {
    const there = pods.get(node.metadata.name) ?? [];
    if (!fits(node).shouldRun) {
      if (there.length > 0) misscheduled++;
      continue;
    }
    desired++;
    const [pod] = there.toSorted(byPrecedence);
    if (pod === undefined) continue;
    current++;
    if (isReady(pod)) ready++;
    if (isAvailable(pod, set.spec.minReadySeconds ?? 0, now)) available++;
    if (isUpdated(set, hash, pod)) updated++;
  }
  return {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    observedGeneration: Math.max(set.metadata.generation ?? 0, set.status?.observedGeneration ?? 0),
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    ...(available === 0 ? {} : { numberAvailable: available }),
    ...(desired === available ? {} : { numberUnavailable: desired - available }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}
