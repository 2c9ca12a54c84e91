import type { Context } from '../../client/client.ts';
import { condition, withCondition } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { timeOf } from '../../machinery/instant.ts';
import { isNotFound } from '../../machinery/status.ts';

/** Says of every pod of a lost node that it is not ready; all else stays as the kubelet left it (N-2). */
export function markPodsNotReady(node: string, { client, now, event }: Context): void {
  for (const pod of client.list(Pod, { node })) {
    const ready = condition(pod.status, 'Ready');
    if (pod.status === undefined || ready === undefined || ready.status === 'False') continue;
    const { reason, message } = ready;
    const update = {
      type: 'Ready',
      status: 'False',
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
    } as const;
    try {
      client.updateStatus(Pod, { ...pod, status: withCondition(pod.status, update, timeOf(now)) });
    } catch (error) {
      // Deleted meanwhile: nothing is left to say of it.
      if (!isNotFound(error)) throw error;
      continue;
    }
    event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
  }
}
