import type { NamespaceCondition } from '../../kinds/core/namespace/types.ts';
import type { Time } from '../../machinery/instant.ts';

/** One object that is still in the namespace. */
export interface Remaining {
  /** `pods.`, `deployments.apps`: upstream joins the two even where the group is empty. */
  readonly resource: string;
  readonly finalizers: readonly string[];
}

interface Verdict {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** The conditions of a namespace that is being emptied (NS-5): times change only with the status. */
export function contentConditions(
  before: readonly NamespaceCondition[],
  remaining: readonly Remaining[],
  now: Time,
): readonly NamespaceCondition[] {
  return verdicts(remaining).map((verdict) => {
    const old = before.find((condition) => condition.type === verdict.type);
    const lastTransitionTime =
      old !== undefined && old.status === verdict.status ? old.lastTransitionTime : now;
    return { ...verdict, lastTransitionTime } as NamespaceCondition;
  });
}

function verdicts(remaining: readonly Remaining[]): readonly Verdict[] {
  return [
    fine('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    fine(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    fine(
      'NamespaceDeletionContentFailure',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    contentRemaining(remaining),
    finalizersRemaining(remaining),
  ];
}

const fine = (type: string, reason: string, message: string): Verdict => ({
  type,
  status: 'False',
  reason,
  message,
});

function contentRemaining(remaining: readonly Remaining[]): Verdict {
  const type = 'NamespaceContentRemaining';
  if (remaining.length === 0) return fine(type, 'ContentRemoved', 'All content successfully removed');
  const told = counted(remaining.map((row) => row.resource)).map(
    ([name, count]) => `${name} has ${count} resource instances`,
  );
  return {
    type,
    status: 'True',
    reason: 'SomeResourcesRemain',
    message: `Some resources are remaining: ${told.join(', ')}`,
  };
}

function finalizersRemaining(remaining: readonly Remaining[]): Verdict {
  const type = 'NamespaceFinalizersRemaining';
  const names = remaining.flatMap((row) => row.finalizers);
  if (names.length === 0)
    return fine(type, 'ContentHasNoFinalizers', 'All content-preserving finalizers finished');
  const told = counted(names).map(([name, count]) => `${name} in ${count} resource instances`);
  return {
    type,
    status: 'True',
    reason: 'SomeFinalizersRemain',
    message: `Some content in the namespace has finalizers remaining: ${told.join(', ')}`,
  };
}

function counted(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
