import type { StatefulSet } from '../../kinds/apps/statefulset/types.ts';
import { isAvailable, isFinished, isRunningAndReady } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Instant } from '../../machinery/instant.ts';
import { scaledValue } from '../../machinery/int-or-string.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { revisionOf } from './identity.ts';
import { isHealthy, type Replica } from './replicas.ts';

/** Creation and deletion one by one, each waiting for the one before (S-8). */
export const isOrdered = ({ spec }: StatefulSet): boolean => spec.podManagementPolicy !== 'Parallel';

/** What a place in range needs (S-10): `wait` stops an ordered sync, `repair` puts right what is off. */
export type Need = 'delete' | 'wait' | 'create' | 'repair';

export function needOf(set: StatefulSet, replica: Replica, now: Instant): Need {
  if ('draft' in replica) return 'create';
  const { pod } = replica;
  if (isFinished(pod)) return isTerminating(pod) ? 'wait' : 'delete';
  return isOrdered(set) && !isSettled(set, pod, now) ? 'wait' : 'repair';
}

/** What becomes of a condemned pod (S-15); `skip` leaves it and goes on with the next. */
export function fateOf(
  set: StatefulSet,
  pod: Pod,
  isFirstUnhealthy: boolean,
  now: Instant,
): 'delete' | 'wait' | 'skip' {
  if (isTerminating(pod)) return isOrdered(set) ? 'wait' : 'skip';
  return isOrdered(set) && !isFirstUnhealthy && !isSettled(set, pod, now) ? 'wait' : 'delete';
}

function isSettled(set: StatefulSet, pod: Pod, now: Instant): boolean {
  return (
    !isTerminating(pod) && isRunningAndReady(pod) && isAvailable(pod, set.spec.minReadySeconds ?? 0, now)
  );
}

/** Which pods a rolling update deletes in this sync: highest first, down to the partition, one at a time (S-20..S-24). */
export function outdatedToDelete(
  set: StatefulSet,
  replicas: readonly Replica[],
  revision: string,
): readonly Replica[] {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  if (type !== 'RollingUpdate') return [];
  const partition = rollingUpdate?.partition ?? 0;
  const highestFirst = replicas.slice(partition).toReversed();
  if (rollingUpdate?.maxUnavailable !== undefined) {
    const most = Math.max(1, scaledValue(rollingUpdate.maxUnavailable, set.spec.replicas, 'down'));
    const unavailable = replicas.filter((replica) => !isHealthy(replica)).length;
    return highestFirst
      .filter((replica) => isOutdated(replica, revision))
      .slice(0, Math.max(0, most - unavailable));
  }
  // The first one that is outdated goes; the first one that is not well yet is waited for.
  const first = highestFirst.find((replica) => isOutdated(replica, revision) || !isHealthy(replica));
  return first !== undefined && isOutdated(first, revision) ? [first] : [];
}

function isOutdated(replica: Replica, revision: string): boolean {
  const pod = 'pod' in replica ? replica.pod : replica.draft;
  return revisionOf(pod) !== revision && !('pod' in replica && isTerminating(replica.pod));
}
