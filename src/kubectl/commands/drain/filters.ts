import type { Pod } from '../../../kinds/core/pod/types.ts';
import { type Instant, instantOf } from '../../../machinery/instant.ts';
import { controllerOf } from '../../../machinery/object-meta.ts';

/** What may be done to the pods of a node. */
export interface DrainRules {
  readonly force: boolean;
  readonly ignoreDaemonSets: boolean;
  readonly deleteEmptyDirData: boolean;
  /** Pods that have been going for longer are not waited for; 0 waits for all. */
  readonly skipDeletedAfterSeconds: number;
}

/** What is known of the DaemonSet that controls a pod: there, or the text of why it is not. */
export type DaemonSetState = 'there' | { readonly missing: string } | { readonly unreadable: string };

export interface Verdict {
  readonly evict: boolean;
  readonly warning?: string;
  /** Keeps the whole node from being drained. */
  readonly error?: string;
}

const OK: Verdict = { evict: true };
const MIRROR = 'kubernetes.io/config.mirror';

/** kubectl's filters in order: the first that says no ends it; of those that say yes the last one's warning counts. */
export function judge(
  pod: Pod,
  daemonSet: DaemonSetState | undefined,
  rules: DrainRules,
  now: Instant,
): Verdict {
  if (isSkipped(pod, rules, now)) return { evict: false };
  const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const owned = over || daemonSet === undefined ? OK : judgeDaemonSet(daemonSet, rules);
  if (!owned.evict) return owned;
  if (pod.metadata.annotations?.[MIRROR] !== undefined) return { evict: false };
  const local = (pod.spec.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined);
  if (local && !over && !rules.deleteEmptyDirData) {
    return { evict: false, error: 'Pods with local storage (use --delete-emptydir-data to override)' };
  }
  if (over || controllerOf(pod) !== undefined) return OK;
  return rules.force
    ? { evict: true, warning: 'deleting Pods that declare no controller' }
    : { evict: false, error: 'cannot delete Pods that declare no controller (use --force to override)' };
}

export function isSkipped({ metadata }: Pod, { skipDeletedAfterSeconds }: DrainRules, now: Instant): boolean {
  const { deletionTimestamp } = metadata;
  if (skipDeletedAfterSeconds <= 0 || deletionTimestamp === undefined) return false;
  return Math.trunc((now - instantOf(deletionTimestamp)) / 1000) > skipDeletedAfterSeconds;
}

function judgeDaemonSet(daemonSet: DaemonSetState, { force, ignoreDaemonSets }: DrainRules): Verdict {
  if (daemonSet === 'there') {
    return ignoreDaemonSets
      ? { evict: false, warning: 'ignoring DaemonSet-managed Pods' }
      : { evict: false, error: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
  }
  if ('missing' in daemonSet && force) return { evict: true, warning: daemonSet.missing };
  return { evict: false, error: 'missing' in daemonSet ? daemonSet.missing : daemonSet.unreadable };
}

export interface Judged {
  readonly pod: Pod;
  readonly verdict: Verdict;
}

/** Warnings on one line: each once, with the pods it is about. */
export function warningText(judged: readonly Judged[]): string {
  return grouped(judged, ({ warning }) => warning)
    .map(([message, pods]) => `${message}: ${pods}`)
    .toSorted()
    .join('; ');
}

export function refusals(judged: readonly Judged[]): readonly Error[] {
  return grouped(judged, ({ error }) => error).map(
    ([message, pods]) => new Error(`cannot delete ${message}: ${pods}`),
  );
}

function grouped(
  judged: readonly Judged[],
  messageOf: (verdict: Verdict) => string | undefined,
): readonly (readonly [string, string])[] {
  const groups = new Map<string, string[]>();
  for (const { pod, verdict } of judged) {
    const message = messageOf(verdict);
    if (message === undefined) continue;
    const known = groups.get(message) ?? [];
    groups.set(message, known);
    known.push(`${pod.metadata.namespace ?? ''}/${pod.metadata.name}`);
  }
  return [...groups].map(([message, pods]) => [message, pods.join(', ')]);
}
