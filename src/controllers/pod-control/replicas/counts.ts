import type { Client } from '../../../client/client.ts';
import type { ReplicaSet } from '../../../kinds/apps/replicaset/types.ts';
import { isAvailable, isReady } from '../../../kinds/core/pod/conditions.ts';
import { Pod } from '../../../kinds/core/pod/kind.ts';
import type { Instant } from '../../../machinery/instant.ts';
import { formatLabels, matches, selectorFrom } from '../../../machinery/labels.ts';

/** How many active pods a set has, and how they are. */
export interface PodCounts {
  readonly active: number;
  readonly fullyLabeled: number;
  readonly ready: number;
  readonly available: number;
}

export function countPods({ spec }: ReplicaSet, active: readonly Pod[], now: Instant): PodCounts {
  const wanted = Object.entries(spec.template.metadata?.labels ?? {});
  const minReadySeconds = spec.minReadySeconds ?? 0;
  let fullyLabeled = 0;
  let ready = 0;
  let available = 0;
  for (const pod of active) {
    if (hasLabels(pod, wanted)) fullyLabeled++;
    if (!isReady(pod)) continue;
    ready++;
    if (isAvailable(pod, minReadySeconds, now)) available++;
  }
  return { active: active.length, fullyLabeled, ready, available };
}

function hasLabels({ metadata }: Pod, wanted: readonly (readonly [string, string])[]): boolean {
  const { labels } = metadata;
  for (const [key, value] of wanted) if (labels?.[key] !== value) return false;
  return true;
}

/**
 * The same from indexes, without looking at the pods: a set of ten thousand is counted anew with each of them. Only
 * where nothing needs a look: all active pods bear the template's labels, no orphan waits to be adopted, and being
 * Ready is being available.
 */
export function indexedCounts(client: Client, { metadata, spec }: ReplicaSet): PodCounts | undefined {
  if ((spec.minReadySeconds ?? 0) > 0) return undefined;
  const { uid, namespace = '' } = metadata;
  const standing = (word: string): number => client.count(Pod, { under: { index: 'pod-standing', word } });
  const active = standing(uid);
  if (standing(`${uid} ${formatLabels(spec.template.metadata?.labels)}`) !== active) return undefined;
  if (hasOrphans(client, namespace, spec)) return undefined;
  const ready = standing(`${uid} ready`);
  return { active, fullyLabeled: active, ready, available: ready };
}

function hasOrphans(client: Client, namespace: string, { selector }: ReplicaSet['spec']): boolean {
  const wanted = selectorFrom(selector);
  return client
    .list(Pod, { under: { index: 'pod-standing', word: namespace } })
    .some(({ metadata }) => matches(wanted, metadata.labels));
}
