import type { Context, LookAgain } from '../../client/client.ts';
import { isAvailable, isReady, readySince } from '../../kinds/core/pod/conditions.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { after, type Instant, milliseconds, seconds } from '../../machinery/instant.ts';
import type { Ref } from '../../machinery/object-meta.ts';

type Memory = Context['memory'];

const rowOf = (ref: Ref): string => `later/${ref.namespace}/${ref.name}`;

/**
 * client-go's delaying queue: one entry a key, the earliest asked for stays and later ones are dropped. Up to 1.33 this
 * is why a pod may be counted as available well after its minReadySeconds (R-24, S-28), so it is kept.
 */
export function lookLater(
  memory: Memory,
  ref: Ref,
  now: Instant,
  wanted: readonly Instant[],
): Instant | undefined {
  const row = rowOf(ref);
  const kept = memory.get(row) as Instant | undefined;
  let next = kept !== undefined && kept > now ? kept : undefined;
  for (const at of wanted) if (next === undefined || at < next) next = at;
  if (next !== kept) memory.set(row, next);
  return next;
}

/** Forgets what {@link lookLater} kept for an object that is gone. */
export function forgetLater(memory: Memory, ref: Ref): void {
  if (memory.get(rowOf(ref)) !== undefined) memory.set(rowOf(ref), undefined);
}

interface Waiting {
  readonly pods: readonly Pod[];
  readonly minReadySeconds: number;
  readonly ref: Ref;
  /** Whether the controller asks to be woken again after minReadySeconds whatever the pods say. */
  readonly asksAfterSync: boolean;
  /** Other instants the controller asked for in this sync. */
  readonly alsoAt?: readonly Instant[];
}

/** When a controller of pods looks again because of minReadySeconds (R-24, S-28, G-35). */
export function lookForAvailability(memory: Memory, now: Instant, waiting: Waiting): LookAgain | undefined {
  const { pods, minReadySeconds, ref } = waiting;
  const minimum = seconds(minReadySeconds);
  const wanted: Instant[] = [...(waiting.alsoAt ?? [])];
  const pending =
    minReadySeconds === 0
      ? []
      : pods.filter((pod) => isReady(pod) && !isAvailable(pod, minReadySeconds, now));
  // The event handler: a pod that turned Ready just now is looked at minReadySeconds and one second later.
  const justNow = Math.floor(now / 1000) * 1000;
  if (pending.some((pod) => readySince(pod) === justNow)) wanted.push(after(after(now, minimum), seconds(1)));
  // The sync: a millisecond stands for the delays of a real cluster, without which a whole second would never be over.
  if (waiting.asksAfterSync && minReadySeconds > 0) wanted.push(after(after(now, minimum), milliseconds(1)));
  if (wanted.length === 0 && pending.length === 0) {
    const at = lookLater(memory, ref, now, []);
    return at === undefined ? undefined : { at, because: 'standing' };
  }
  const at = lookLater(memory, ref, now, wanted) ?? firstAvailable(pending, minimum, now);
  return { at, because: pending.length > 0 ? 'progress' : 'standing' };
}

function firstAvailable(pending: readonly Pod[], minimum: number, now: Instant): Instant {
  const times = pending.map((pod) => (readySince(pod) ?? now) + minimum + 1);
  return Math.max(Math.min(...times), now + 1) as Instant;
}
