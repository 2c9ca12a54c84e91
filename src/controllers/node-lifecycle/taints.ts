import type { Client } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import type { Taint } from '../../kinds/core/node/types.ts';
import type { ConditionStatus, TaintEffect } from '../../kinds/core/pod/types.ts';
import { type Instant, timeOf } from '../../machinery/instant.ts';

/** Which condition in which state asks for which taint (N-3). */
const BY_CONDITION: Readonly<Record<string, Partial<Record<ConditionStatus, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const OWN_KEYS: ReadonlySet<string> = new Set([
  UNSCHEDULABLE,
  ...Object.values(BY_CONDITION).flatMap((keys) => Object.values(keys)),
]);

export const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' } as const;
export const UNREACHABLE = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' } as const;

/** Two taints are one when key and effect agree. */
export type TaintName = Pick<Taint, 'key' | 'effect'>;

export interface TaintSwap {
  readonly add: readonly TaintName[];
  readonly remove: readonly TaintName[];
}

/** What the NoSchedule taints of conditions and of cordoning lack, and which of them have had their time. */
export function noScheduleSwap({ spec, status }: Node): TaintSwap {
  const wanted: TaintName[] = [];
  const want = (key: string): void => {
    wanted.push({ key, effect: 'NoSchedule' satisfies TaintEffect });
  };
  for (const { type, status: state } of status?.conditions ?? []) {
    const key = BY_CONDITION[type]?.[state];
    if (key !== undefined) want(key);
  }
  if (spec?.unschedulable === true) want(UNSCHEDULABLE);
  const present = (spec?.taints ?? []).filter(
    ({ key, effect }) => effect === 'NoSchedule' && OWN_KEYS.has(key),
  );
  return {
    add: wanted.filter((taint) => !hasTaint(present, taint)),
    remove: present.filter((taint) => !hasTaint(wanted, taint)),
  };
}

export const hasTaint = (taints: readonly TaintName[] | undefined, { key, effect }: TaintName): boolean =>
  taints?.some((taint) => taint.key === key && taint.effect === effect) ?? false;

/** Writes what is added, then what is removed: one write each, as upstream patches twice. */
export function swapTaints(client: Client, node: Node, { add, remove }: TaintSwap, now: Instant): Node {
  const timeAdded = timeOf(now);
  const added = add.map(({ key, effect }): Taint => ({ key, effect, timeAdded }));
  const before = node.spec?.taints ?? [];
  const kept = before.filter((taint) => !hasTaint(added, taint));
  const more = added.length === 0 ? node : writeTaints(client, node, [...kept, ...added]);
  const all = more.spec?.taints ?? [];
  const left = all.filter((taint) => !hasTaint(remove, taint));
  return left.length === all.length ? more : writeTaints(client, more, left);
}

function writeTaints(client: Client, node: Node, taints: readonly Taint[]): Node {
  const { taints: _, ...spec } = node.spec ?? {};
  return client.update(Node, { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } });
}
