import { tolerates } from '../../kinds/core/node/taints.ts';
import type { Taint } from '../../kinds/core/node/types.ts';
import type { Toleration } from '../../kinds/core/pod/types.ts';
import { type Duration, milliseconds, seconds } from '../../machinery/instant.ts';

/**
 * How long a pod may stay under the taints: not at all, for so long, or for ever (N-4). Of several tolerations the first
 * that covers a taint counts; of several taints the shortest time.
 */
export function tolerationTime(
  taints: readonly Taint[],
  tolerations: readonly Toleration[] = [],
): Duration | 'for ever' {
  let shortest: number | undefined;
  for (const taint of taints) {
    const used = tolerations.find((toleration) => tolerates(toleration, taint));
    if (used === undefined) return milliseconds(0);
    const { tolerationSeconds } = used;
    if (tolerationSeconds !== undefined && (shortest === undefined || tolerationSeconds < shortest))
      shortest = tolerationSeconds;
  }
  return shortest === undefined ? 'for ever' : seconds(Math.max(0, shortest));
}
