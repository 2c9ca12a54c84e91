import { isReady } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { expectedDeletion, withAllowedCondition } from '../../kinds/policy/poddisruptionbudget/conditions.ts';
import type {
  PodDisruptionBudget,
  PodDisruptionBudgetStatus,
} from '../../kinds/policy/poddisruptionbudget/types.ts';
import { type Instant, type Time, timeOf } from '../../machinery/instant.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import type { Expected } from './expected.ts';

/** What became of the evictions that were let in. */
export interface Disrupted {
  readonly pods: Readonly<Record<string, Time>>;
  /** Pods that should be gone and are not. */
  readonly overdue: readonly Pod[];
  /** When the next of them should be gone. */
  readonly until: Instant | undefined;
}

/** Forgets evictions of pods that go or are gone, and those that came to nothing (buildDisruptedPodMap). */
export function disruptedPods(
  pods: readonly Pod[],
  status: PodDisruptionBudgetStatus | undefined,
  now: Instant,
): Disrupted {
  const kept: Record<string, Time> = {};
  const overdue: Pod[] = [];
  let until: Instant | undefined;
  const evictions = status?.disruptedPods;
  for (const pod of evictions === undefined ? [] : pods) {
    const { name } = pod.metadata;
    const evicted = evictions?.[name];
    const deadline = expectedDeletion(evictions, name);
    if (isTerminating(pod) || evicted === undefined || deadline === undefined) continue;
    if (deadline < now) overdue.push(pod);
    else {
      kept[name] = evicted;
      if (until === undefined || deadline < until) until = deadline;
    }
  }
  return { pods: kept, overdue, until };
}

/** Pods that are ready and expected to stay (E-5). */
export function countHealthy(
  pods: readonly Pod[],
  disrupted: PodDisruptionBudgetStatus['disruptedPods'],
  now: Instant,
): number {
  let healthy = 0;
  for (const pod of pods) {
    if (isTerminating(pod) || !isReady(pod)) continue;
    const leaves = expectedDeletion(disrupted, pod.metadata.name);
    if (leaves === undefined || leaves <= now) healthy++;
  }
  return healthy;
}

/** The status that the counts make (updatePdbStatus). */
export function statusOf(
  { metadata, status }: PodDisruptionBudget,
  expected: Expected,
  currentHealthy: number,
  disrupted: Disrupted['pods'],
  now: Instant,
): PodDisruptionBudgetStatus {
  const spare = Math.max(currentHealthy - expected.healthy, 0);
  const next: PodDisruptionBudgetStatus = {
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
    // A budget without pods must not let the first of them go before it has counted them.
    disruptionsAllowed: expected.pods > 0 ? spare : 0,
    currentHealthy,
    desiredHealthy: expected.healthy,
    expectedPods: expected.pods,
    ...(status?.conditions === undefined ? {} : { conditions: status.conditions }),
  };
  return withAllowedCondition(next, timeOf(now));
}
