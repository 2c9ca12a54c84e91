import type { Actor, Client, Context, LookAgain } from '../../client/client.ts';
import { controllerOf as controllerOfTrigger } from '../../client/triggers.ts';
import { ReplicaSet } from '../../kinds/apps/replicaset/kind.ts';
import { isActive } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { controllerOf, isTerminating, type Ref } from '../../machinery/object-meta.ts';
import type { StatusError } from '../../machinery/status.ts';
import { claim } from '../pod-control/claim.ts';
import { forgetLater, lookForAvailability } from '../pod-control/later.ts';
import { orphansOf } from '../pod-control/orphans.ts';
import { changedByOthers } from '../pod-control/own-changes.ts';
import { podFromTemplate } from '../pod-control/pod-from-template.ts';
import { createPod, deletePod } from '../pod-control/pods.ts';
import { refusal } from '../pod-control/refusals.ts';
import { slowStart } from '../pod-control/slow-start.ts';
import { countPods, indexedCounts, type PodCounts } from './counts.ts';
import { differs, replicaSetStatus } from './status.ts';
import { podsToDelete } from './victims.ts';

/** At most so many pods are created or deleted in one sync. */
const BURST = 500;

/** Keeps the number of active pods of each ReplicaSet at spec.replicas. */
export const replicaset: Actor = {
  name: 'replicaset-controller',
  triggers: [changedByOthers(ReplicaSet), controllerOfTrigger(Pod, ReplicaSet), orphansOf(Pod, ReplicaSet)],
  reconcile(ref, context) {
    const { client } = context;
    const replicaSet = client.find(ReplicaSet, ref);
    if (replicaSet === undefined) {
      forgetLater(context.memory, ref);
      return undefined;
    }
    const indexed = indexedCounts(client, replicaSet);
    const pods =
      indexed === undefined || indexed.active > replicaSet.spec.replicas ? claimed(client, replicaSet) : [];
    const counts = indexed ?? countPods(replicaSet, pods, context.now);
    const failure = isTerminating(replicaSet) ? undefined : manage(context, replicaSet, counts.active, pods);
    const updated = writeStatus(context, replicaSet, counts, failure);
    if (failure !== undefined) throw failure;
    return lookAgain(context, ref, updated, pods);
  },
};

function claimed(client: Client, replicaSet: ReplicaSet): readonly Pod[] {
  return claim(client, { owner: replicaSet, kind: Pod, selector: replicaSet.spec.selector, among: isActive });
}

/** Creates what is missing or deletes what is too much; the first refusal is handed back (R-2, C-7). */
function manage(
  context: Context,
  replicaSet: ReplicaSet,
  active: number,
  pods: readonly Pod[],
): StatusError | undefined {
  const surplus = active - replicaSet.spec.replicas;
  if (surplus < 0) {
    const draft = podFromTemplate(replicaSet.spec.template, replicaSet);
    return slowStart(Math.min(-surplus, BURST), () => createPod(context, draft, replicaSet)).errors[0];
  }
  if (surplus === 0) return undefined;
  let failure: StatusError | undefined;
  const related = relatedPods(context.client, replicaSet);
  for (const pod of podsToDelete(pods, related, Math.min(surplus, BURST), context.now)) {
    const error = refusal(() => deletePod(context, pod, replicaSet));
    failure ??= error;
  }
  return failure;
}

/** The pods of every ReplicaSet with the same owner, so that a rollout thins out crowded nodes; none without an owner. */
function relatedPods(client: Client, replicaSet: ReplicaSet): readonly Pod[] {
  const owner = controllerOf(replicaSet);
  if (owner === undefined) return [];
  const namespace = replicaSet.metadata.namespace ?? '';
  const seen = new Map<string, Pod>();
  for (const sibling of client.list(ReplicaSet, { namespace, owner: owner.uid })) {
    if (controllerOf(sibling)?.uid !== owner.uid) continue;
    for (const pod of client.list(Pod, { namespace, labels: sibling.spec.selector }))
      seen.set(pod.metadata.uid, pod);
  }
  return [...seen.values()];
}

function writeStatus(
  { client, now }: Context,
  replicaSet: ReplicaSet,
  counts: PodCounts,
  failure: StatusError | undefined,
): ReplicaSet {
  const status = replicaSetStatus(replicaSet, counts, failure, now);
  return differs(replicaSet.status, status)
    ? client.updateStatus(ReplicaSet, { ...replicaSet, status })
    : replicaSet;
}

/** once all are Ready and not all available, the sync itself asks for another one after minReadySeconds. */
function lookAgain(
  { memory, now }: Context,
  ref: Ref,
  { spec, status }: ReplicaSet,
  pods: readonly Pod[],
): LookAgain | undefined {
  const asksAfterSync =
    (status?.readyReplicas ?? 0) === spec.replicas && (status?.availableReplicas ?? 0) !== spec.replicas;
  return lookForAvailability(memory, now, {
    pods,
    minReadySeconds: spec.minReadySeconds ?? 0,
    ref,
    asksAfterSync,
  });
}
