import type { Context } from '../../client/client.ts';
import { isFinished, withCondition } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { milliseconds, timeOf } from '../../machinery/instant.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { isNotFound } from '../../machinery/status.ts';

const NODE_GONE = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByPodGC',
  message: 'PodGC: node no longer exists',
} as const;

/** Says that the pod has failed, as no kubelet will, and deletes it without grace (N-9). */
export function collect(pod: Pod, why: 'node is gone' | 'left over', { client, now }: Context): void {
  try {
    if (!isFinished(pod)) {
      const failed = { ...pod.status, phase: 'Failed' } as const;
      const status = why === 'node is gone' ? withCondition(failed, NODE_GONE, timeOf(now)) : failed;
      client.updateStatus(Pod, { ...pod, status });
    }
    client.delete(Pod, refOf(pod), { grace: milliseconds(0) });
  } catch (error) {
    // Gone by itself meanwhile.
    if (!isNotFound(error)) throw error;
  }
}

/** Evicted pods first, then the oldest: what controllers have made is kept longest. */
export function leastWanted(a: Pod, b: Pod): number {
  const evicted = Number(isEvicted(b)) - Number(isEvicted(a));
  if (evicted !== 0) return evicted;
  const [older, younger] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  if (older !== younger) return older < younger ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

const isEvicted = ({ status }: Pod): boolean => status?.phase === 'Failed' && status.reason === 'Evicted';
