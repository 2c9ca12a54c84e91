import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import type { Taint } from '../../kinds/core/node/types.ts';
import { isScheduled, withCondition } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { after, type Instant, timeOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { type KubeObject, namedOnly, type Ref, refOf } from '../../machinery/object-meta.ts';
import { tolerationTime } from './toleration-time.ts';

/** Deletes pods from nodes whose NoExecute taints they do not tolerate, or not that long (N-4). */
export const taintEviction: Actor = {
  name: 'taint-eviction-controller',
  triggers: [
    onChange(Pod, ({ type, object, before }, { find }) => {
      if (type === 'MODIFIED' && before !== undefined && isSameToTaints(object, before)) return [];
      if (!isScheduled(object)) return [];
      const node = find(Node, { namespace: '', name: object.spec.nodeName ?? '' });
      const isConcerned = node === undefined ? type === 'DELETED' : noExecuteTaints(node).length > 0;
      return isConcerned ? [refOf(object)] : [];
    }),
    onChange(Node, ({ type, object, before }, { list }) => {
      const was = before === undefined ? [] : noExecuteTaints(before);
      if (type === 'DELETED' || equalJson(noExecuteTaints(object), was)) return [];
      return list(Pod, { node: object.metadata.name }).map(refOf);
    }),
  ],
  reconcile: (ref, context) => {
    const pod = context.client.find(Pod, ref);
    if (pod === undefined) {
      cancel(ref, context);
      return undefined;
    }
    const due = (context.memory.get(rowOf(ref)) as Eviction | undefined)?.at;
    if (due !== undefined && due <= context.now) {
      evict(pod, context);
      return undefined;
    }
    return judge(pod, due, context);
  },
};

/** A pod that has been told to go at an instant: kept from when the taint was seen. */
interface Eviction {
  readonly at: Instant;
}

const rowOf = ({ namespace, name }: Ref): string => `${namespace}/${name}`;

const isSameToTaints = (a: Pod, b: Pod): boolean =>
  a.spec === b.spec ||
  (a.spec.nodeName === b.spec.nodeName && equalJson(a.spec.tolerations ?? [], b.spec.tolerations ?? []));

const noExecuteTaints = ({ spec }: Node): readonly Taint[] =>
  (spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');

function judge(pod: Pod, due: Instant | undefined, context: Context): LookAgain | undefined {
  const { client, memory, now } = context;
  const ref = refOf(pod);
  const node = client.find(Node, { namespace: '', name: pod.spec.nodeName ?? '' });
  // A node that is gone cancels nothing: what was decided stands.
  if (node === undefined) return wait(due);
  const taints = noExecuteTaints(node);
  const time = taints.length === 0 ? 'for ever' : tolerationTime(taints, pod.spec.tolerations);
  if (time === 'for ever') {
    cancel(ref, context);
    return undefined;
  }
  if (time === 0) {
    cancel(ref, context);
    evict(pod, context);
    return undefined;
  }
  // Time that has begun runs on, whatever taints came since.
  if (due !== undefined) return wait(due);
  const at = after(now, time);
  memory.set(rowOf(ref), { at } satisfies Eviction);
  return wait(at);
}

const wait = (at: Instant | undefined): LookAgain | undefined =>
  at === undefined ? undefined : { at, because: 'progress' };

function cancel(ref: Ref, { memory, event }: Context): void {
  const row = rowOf(ref);
  if (memory.get(row) === undefined) return;
  memory.set(row, undefined);
  event(reference(ref), 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${row}`);
}

function evict(pod: Pod, { client, memory, event, now }: Context): void {
  const ref = refOf(pod);
  const row = rowOf(ref);
  if (memory.get(row) !== undefined) memory.set(row, undefined);
  event(reference(ref), 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${row}`);
  const target = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  } as const;
  const before = pod.status ?? {};
  const status = withCondition(before, target, timeOf(now));
  if (status !== before) client.updateStatus(Pod, { ...pod, status });
  client.delete(Pod, ref);
}

/** Upstream's events name the pod alone, without uid and version. */
const reference = (ref: Ref): KubeObject => namedOnly({ apiVersion: 'v1', kind: 'Pod' }, ref);
