import type { Actor, Client, Context, LookAgain } from '../../../client/client.ts';
import { controllerOf as controllerOfTrigger } from '../../../client/triggers.ts';
import type { ReplicaSet, ReplicaSetStatus } from '../../../kinds/apps/replicaset/types.ts';
import { isActive } from '../../../kinds/core/pod/conditions.ts';
import { Pod } from '../../../kinds/core/pod/kind.ts';
import type { Kind } from '../../../kinds/kind.ts';
import { controllerOf, isTerminating, type KubeObject, type Ref } from '../../../machinery/object-meta.ts';
import type { StatusError } from '../../../machinery/status.ts';
import { claim } from '../claim.ts';
import { forgetLater, lookForAvailability } from '../later.ts';
import { orphansSelected } from '../orphans.ts';
import { changedByOthers } from '../own-changes.ts';
import { podFromTemplate } from '../pod-from-template.ts';
import { createPod, deletePod } from '../pods.ts';
import { refusal } from '../refusals.ts';
import { slowStart } from '../slow-start.ts';
import { countPods, indexedCounts } from './counts.ts';
import { differs, replicaSetStatus } from './status.ts';
import { podsToDelete } from './victims.ts';

/** At most so many pods are created or deleted in one sync. */
const BURST = 500;

/** A kind whose objects keep a number of pods, as a ReplicaSet does. */
export interface ReplicaKeeper<T extends KubeObject> {
  /** Also the event source. */
  readonly name: string;
  readonly kind: Kind<T>;
  /** The object under its own name and kind, with the spec and status of a ReplicaSet. */
  readonly asReplicaSet: (object: T) => ReplicaSet;
}

/** Keeps the number of active pods of each object at spec.replicas. */
export function keepReplicas<T extends KubeObject>(keeper: ReplicaKeeper<T>): Actor {
  const { name, kind, asReplicaSet } = keeper;
  const orphans = orphansSelected(Pod, kind, (object) => asReplicaSet(object).spec.selector);
  return {
    name,
    triggers: [changedByOthers(kind), controllerOfTrigger(Pod, kind), orphans],
    reconcile: (ref, context) => {
      const object = context.client.find(kind, ref);
      if (object !== undefined) return sync(keeper, object, ref, context);
      forgetLater(context.memory, ref);
      return undefined;
    },
  };
}

/** */
function sync<T extends KubeObject>(
  keeper: ReplicaKeeper<T>,
  object: T,
  ref: Ref,
  context: Context,
): LookAgain | undefined {
  const { client, now } = context;
  const set = keeper.asReplicaSet(object);
  const indexed = indexedCounts(client, set);
  const mustLook = indexed === undefined || indexed.active > set.spec.replicas;
  const pods = mustLook ? claimed(client, set) : [];
  const counts = indexed ?? countPods(set, pods, now);
  const failure = isTerminating(set) ? undefined : manage(context, keeper, set, counts.active, pods);
  const status = replicaSetStatus(set, counts, failure, now);
  if (differs(set.status, status)) client.updateStatus(keeper.kind, { ...object, status });
  if (failure !== undefined) throw failure;
  return lookAgain(context, ref, set, status, pods);
}

function claimed(client: Client, set: ReplicaSet): readonly Pod[] {
  return claim(client, { owner: set, kind: Pod, selector: set.spec.selector, among: isActive });
}

/** Creates what is missing or deletes what is too much; the first refusal is handed back (R-2, C-7). */
function manage<T extends KubeObject>(
  context: Context,
  keeper: ReplicaKeeper<T>,
  set: ReplicaSet,
  active: number,
  pods: readonly Pod[],
): StatusError | undefined {
  const surplus = active - set.spec.replicas;
  if (surplus < 0) {
    const draft = podFromTemplate(set.spec.template, set);
    return slowStart(Math.min(-surplus, BURST), () => createPod(context, draft, set)).errors[0];
  }
  if (surplus === 0) return undefined;
  let failure: StatusError | undefined;
  const related = relatedPods(context.client, keeper, set);
  for (const pod of podsToDelete(pods, related, Math.min(surplus, BURST), context.now)) {
    const error = refusal(() => deletePod(context, pod, set));
    failure ??= error;
  }
  return failure;
}

/** The pods of every set with the same owner, so that a rollout thins out crowded nodes; none without an owner. */
function relatedPods<T extends KubeObject>(
  client: Client,
  keeper: ReplicaKeeper<T>,
  set: ReplicaSet,
): readonly Pod[] {
  const owner = controllerOf(set);
  if (owner === undefined) return [];
  const namespace = set.metadata.namespace ?? '';
  const seen = new Map<string, Pod>();
  for (const sibling of client.list(keeper.kind, { namespace, owner: owner.uid })) {
    if (controllerOf(sibling)?.uid !== owner.uid) continue;
    const { selector } = keeper.asReplicaSet(sibling).spec;
    for (const pod of client.list(Pod, { namespace, labels: selector })) seen.set(pod.metadata.uid, pod);
  }
  return [...seen.values()];
}

/** once all are Ready and not all available, the sync itself asks for another one after minReadySeconds. */
function lookAgain(
  { memory, now }: Context,
  ref: Ref,
  { spec }: ReplicaSet,
  { readyReplicas = 0, availableReplicas = 0 }: ReplicaSetStatus,
  pods: readonly Pod[],
): LookAgain | undefined {
  const asksAfterSync = readyReplicas === spec.replicas && availableReplicas !== spec.replicas;
  return lookForAvailability(memory, now, {
    pods,
    minReadySeconds: spec.minReadySeconds ?? 0,
    ref,
    asksAfterSync,
  });
}
