import { compareText } from '../machinery/json.ts';
import type { Rejection, Verdict } from './framework.ts';
import { POD_COUNT } from './queue.ts';

/** Why a pod found no node: what each node's first objecting filter said, or what stood in the way of all of them. */
export interface Diagnosis {
  readonly nodes: number;
  /** One verdict for each node that was looked at. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** What is said of the nodes that were not looked at. */
  readonly rest?: string;
  readonly rejection?: Rejection;
}

/** What upstream says before any node exists (S-3). */
export const NO_NODES = 'no nodes available to schedule pods';
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';

/** `0/3 nodes are available: 1 ..., 2 ....` and, behind it, what became of preemption (S-4). */
export function failureMessage(diagnosis: Diagnosis, preemption: string): string {
  const parts = [`0/${diagnosis.nodes} nodes are available:`];
  const reasons = diagnosis.rejection?.message ?? histogram(reasonsOf(diagnosis));
  if (reasons !== '') parts.push(`${reasons}.`);
  if (preemption !== '') parts.push(preemption);
  return parts.join(' ');
}

/** What preemption found: `tried` says of each node that was tried why it will not help (S-8). */
export function preemptionMessage(nodes: number, tried: ReadonlyMap<string, readonly string[]>): string {
  const reasons = [...tried.values()].flat();
  for (let count = tried.size; count < nodes; count++) reasons.push(NOT_HELPFUL);
  return `preemption: 0/${nodes} nodes are available: ${histogram(reasons)}.`;
}

/** Names of the filters that stood in the way: what has to happen before another try makes sense. */
export function culprits({ verdicts, rejection }: Diagnosis): readonly string[] {
  if (rejection !== undefined) return [rejection.plugin];
  const names = new Set<string>();
  for (const { plugin, reasons } of verdicts.values()) {
    names.add(plugin);
    if (reasons.includes('Too many pods')) names.add(POD_COUNT);
  }
  return [...names].sort(compareText);
}

function reasonsOf({ nodes, verdicts, rest }: Diagnosis): readonly string[] {
  const reasons: string[] = [];
  for (const verdict of verdicts.values()) reasons.push(...verdict.reasons);
  if (rest !== undefined) for (let count = verdicts.size; count < nodes; count++) reasons.push(rest);
  return reasons;
}

/** Counted, and sorted as texts: `1 x` < `10 y` < `2 z`. */
function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort(compareText)
    .join(', ');
}
