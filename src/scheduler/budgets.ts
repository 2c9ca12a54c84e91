import type { PodDisruptionBudget } from '../kinds/policy/poddisruptionbudget/types.ts';
import { matches, selectorFrom } from '../machinery/labels.ts';
import type { PodInfo } from './pod-info.ts';

/** Those of the pods that could not all go without breaking a budget: each takes one of what its budgets still allow, in order (S-35). */
export function violatingPods(
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): ReadonlySet<PodInfo> {
  const violating = new Set<PodInfo>();
  if (budgets.length === 0) return violating;
  const left = budgets.map((budget) => ({
    budget,
    selector: selectorFrom(budget.spec?.selector),
    allowed: budget.status?.disruptionsAllowed ?? 0,
  }));
  for (const info of pods) {
    const { name, labels = {} } = info.pod.metadata;
    if (Object.keys(labels).length === 0) continue;
    for (const each of left) {
      const { metadata, status } = each.budget;
      // An empty selector selects nothing here, other than for evictions.
      const concerns = each.selector.length > 0 && metadata.namespace === info.namespace;
      if (!concerns || !matches(each.selector, labels) || status?.disruptedPods?.[name] !== undefined)
        continue;
      each.allowed--;
      if (each.allowed < 0) violating.add(info);
    }
  }
  return violating;
}
