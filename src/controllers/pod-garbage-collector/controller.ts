import type { Actor, Context, LookAgain, Reader } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { isReady } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { isFinished, isScheduled } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { after, type Instant, instant, seconds } from '../../machinery/instant.ts';
import { isTerminating, type Ref, refOf } from '../../machinery/object-meta.ts';
import { collect, leastWanted } from './collect.ts';

/** How often the collector makes its round (gcCheckPeriod), and how long it doubts that a node is gone. */
const ROUND = seconds(20);
const QUARANTINE = seconds(40);
/** --terminated-pod-gc-threshold. */
const FINISHED_MOST = 12_500;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

const FINISHED_PODS = { index: 'finished-pod', word: '' } as const;
/** Neither a node nor a pod: all that has ended. */
const FINISHED: Ref = { namespace: '', name: '' };

/** Removes pods that nobody else will: of nodes that are gone or out of service, never placed ones, old ended ones (N-9, N-10). */
export const podGarbageCollector: Actor = {
  name: 'pod-garbage-collector-controller',
  triggers: [
    onChange(Node, ({ type, object, before }) => {
      if (type === 'DELETED') return [refOf(object)];
      if (before !== undefined && isOutOfService(before) === isOutOfService(object)) return [];
      return isOutOfService(object) ? [refOf(object)] : [];
    }),
    onChange(Pod, ({ type, object, before }, reader) =>
      type === 'DELETED' ? [] : concerns(object, before, reader),
    ),
  ],
  reconcile: (ref, context) => {
    if (ref.namespace !== '') return collectUnplaced(ref, context);
    return ref.name === '' ? collectFinished(context) : collectFromNode(ref, context);
  },
};

/** What of a pod's change may leave something to collect. */
function concerns(pod: Pod, before: Pod | undefined, reader: Reader): readonly Ref[] {
  const isNewlyBound = isScheduled(pod) && (before === undefined || !isScheduled(before));
  const isNewlyTerminating = isTerminating(pod) && (before === undefined || !isTerminating(before));
  if (isFinished(pod) && (before === undefined || !isFinished(before)))
    return reader.count(Pod, { under: FINISHED_PODS }) > FINISHED_MOST ? [FINISHED] : [];
  if (isNewlyTerminating && !isScheduled(pod)) return [refOf(pod)];
  if (!isNewlyBound && !isNewlyTerminating) return [];
  const ref = { namespace: '', name: pod.spec.nodeName ?? '' };
  const node = reader.find(Node, ref);
  return node === undefined || (isNewlyTerminating && isOutOfService(node)) ? [ref] : [];
}

const isOutOfService = (node: Node): boolean =>
  !isReady(node) && (node.spec?.taints ?? []).some(({ key }) => key === OUT_OF_SERVICE);

/** Rounds begin at whole multiples of their length, so that nothing has to be kept for them. */
const nextRound = (now: Instant): Instant => instant(Math.ceil(now / ROUND) * ROUND);

/** True in a round; otherwise when the next one is. */
function inRound(now: Instant): LookAgain | undefined {
  const at = nextRound(now);
  return at === now ? undefined : { at, because: 'progress' };
}

function collectFromNode(ref: Ref, context: Context): LookAgain | undefined {
  const { client, now } = context;
  const node = client.find(Node, ref);
  if (node === undefined) return collectOrphans(ref, context);
  forget(ref, context);
  if (!isOutOfService(node)) return undefined;
  const pods = client.list(Pod, { node: ref.name }).filter(isTerminating);
  if (pods.length === 0) return undefined;
  const again = inRound(now);
  if (again !== undefined) return again;
  for (const pod of pods.toSorted(leastWanted)) collect(pod, 'left over', context);
  return undefined;
}

const rowOf = ({ name }: Ref): string => `quarantine/${name}`;

function forget(ref: Ref, { memory }: Context): void {
  if (memory.get(rowOf(ref)) !== undefined) memory.set(rowOf(ref), undefined);
}

function collectOrphans(ref: Ref, context: Context): LookAgain | undefined {
  const { client, memory, now } = context;
  const pods = client.list(Pod, { node: ref.name });
  if (pods.length === 0) {
    forget(ref, context);
    return undefined;
  }
  const until = (memory.get(rowOf(ref)) as Instant | undefined) ?? after(nextRound(now), QUARANTINE);
  if (until > now) {
    memory.set(rowOf(ref), until);
    return { at: until, because: 'progress' };
  }
  forget(ref, context);
  for (const pod of pods) collect(pod, 'node is gone', context);
  return undefined;
}

function collectUnplaced(ref: Ref, context: Context): LookAgain | undefined {
  const pod = context.client.find(Pod, ref);
  if (pod === undefined || !isTerminating(pod) || isScheduled(pod)) return undefined;
  const again = inRound(context.now);
  if (again === undefined) collect(pod, 'left over', context);
  return again;
}

function collectFinished(context: Context): LookAgain | undefined {
  const { client, now } = context;
  const excess = client.count(Pod, { under: FINISHED_PODS }) - FINISHED_MOST;
  if (excess <= 0) return undefined;
  const again = inRound(now);
  if (again !== undefined) return again;
  const pods = client.list(Pod, { under: FINISHED_PODS }).toSorted(leastWanted);
  for (const pod of pods.slice(0, excess)) collect(pod, 'left over', context);
  return undefined;
}
