import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { controllerOf, itself } from '../../client/triggers.ts';
import { StatefulSet } from '../../kinds/apps/statefulset/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Instant } from '../../machinery/instant.ts';
import { isTerminating, type Ref } from '../../machinery/object-meta.ts';
import { isNotFound, type StatusError } from '../../machinery/status.ts';
import { claim } from '../pod-control/claim.ts';
import { forgetLater, lookForAvailability } from '../pod-control/later.ts';
import { orphansOf } from '../pod-control/orphans.ts';
import { aggregate, refusal } from '../pod-control/refusals.ts';
import { templateOf } from '../pod-control/revisions.ts';
import { slowStart } from '../pod-control/slow-start.ts';
import { parentOf } from './ordinals.ts';
import { fateOf, isOrdered, needOf, outdatedToDelete } from './plan.ts';
import { PodWriter } from './pod-writer.ts';
import { firstUnhealthy, type Places, placesOf, type Replica, type Versions } from './replicas.ts';
import { forget, listRevisions, revisionsToForget, type SetRevisions, syncRevisions } from './revisions.ts';
import { type Counts, countsOf, differs, type Revisions, statefulSetStatus } from './status.ts';

/** Without order, pods are made and deleted in batches of at most so many (C-7). */
const LARGEST_BATCH = 500;

/** Gives each pod of a set an ordinal to keep, and creates, updates and deletes them in that order. */
export const statefulset: Actor = {
  name: 'statefulset-controller',
  triggers: [itself(StatefulSet), controllerOf(Pod, StatefulSet), orphansOf(Pod, StatefulSet)],
  reconcile(ref, context) {
    const { client } = context;
    const set = client.find(StatefulSet, ref);
    if (set === undefined) {
      forgetLater(context.memory, ref);
      return undefined;
    }
    const revisions = listRevisions(client, set);
    const filter = (pod: Pod): boolean => parentOf(pod.metadata.name) === set.metadata.name;
    const pods = claim(client, { owner: set, kind: Pod, selector: set.spec.selector, filter });
    const synced = syncRevisions(client, set, revisions);
    const { counts, error } = update(context, set, pods, synced);
    const names = namesOf(synced);
    const status = statefulSetStatus(set, counts, names);
    if (differs(set.status, status)) client.updateStatus(StatefulSet, { ...set, status });
    forget(client, revisionsToForget(set, revisions, pods, [synced.current, synced.update]));
    if (error !== undefined) throw error;
    return lookAgain(context, ref, set, pods, status.availableReplicas);
  },
};

const namesOf = ({ current, update, collisionCount }: SetRevisions): Revisions => ({
  current: current.metadata.name,
  update: update.metadata.name,
  collisionCount,
});

interface Outcome {
  readonly counts: Counts;
  readonly error?: StatusError | undefined;
}

/** One step of the set's life: create and repair, then scale down, then update; a wait ends an ordered one (S-8). */
function update(context: Context, set: StatefulSet, pods: readonly Pod[], synced: SetRevisions): Outcome {
  const counts = countsOf(set, pods, namesOf(synced), context.now);
  if (isTerminating(set)) return { counts };
  const writer = new PodWriter(context, set);
  const places = placesOf(set, pods, versionsOf(synced));
  const { stopped, error } = settle(context, set, places, writer);
  if (stopped) return { counts, error };
  let { currentReplicas } = counts;
  const outdated = outdatedToDelete(set, places.replicas, synced.update.metadata.name);
  for (const replica of outdated) {
    const refused = refusal(() => writer.delete('pod' in replica ? replica.pod : replica.draft));
    if (refused !== undefined && !isNotFound(refused))
      return { counts: { ...counts, currentReplicas }, error: refused };
    currentReplicas--;
  }
  return { counts: { ...counts, currentReplicas } };
}

function versionsOf({ current, update }: SetRevisions): Versions {
  return {
    current: { name: current.metadata.name, template: templateOf(current) },
    update: { name: update.metadata.name, template: templateOf(update) },
  };
}

/** Whether the sync ends after this phase, and with what refusal. */
interface Phase {
  readonly stopped: boolean;
  readonly error?: StatusError | undefined;
}

/** S-10, S-14, S-15, one after the other. */
function settle({ now }: Context, set: StatefulSet, places: Places, writer: PodWriter): Phase {
  const ordered = isOrdered(set);
  // A real set without order was recorded to make web-0, web-2, web-1: the last of each batch first.
  const repaired = forAll(ordered, places.replicas, (replica) => process(set, replica, writer, now), true);
  if (repaired.stopped) return repaired;
  const retained = forAll(ordered, places.condemned, (pod) => {
    if (!writer.claimsAreRetained(pod)) writer.retainClaims(pod);
    return 'go on';
  });
  if (retained.stopped) return retained;
  const unhealthy = firstUnhealthy(places);
  return forAll(ordered, places.condemned, (pod) => {
    const isFirst = unhealthy !== undefined && 'pod' in unhealthy && unhealthy.pod === pod;
    const fate = fateOf(set, pod, isFirst, now);
    if (fate === 'delete') writer.delete(pod);
    return fate === 'skip' ? 'go on' : 'stop';
  });
}

type Step = 'go on' | 'stop';

/** S-10 */
function process(set: StatefulSet, replica: Replica, writer: PodWriter, now: Instant): Step {
  if ('draft' in replica) {
    if (writer.hasStaleClaim(replica.draft)) return 'stop';
    writer.create(replica.draft);
    return 'stop';
  }
  const { pod } = replica;
  const need = needOf(set, replica, now);
  if (need === 'delete') {
    writer.delete(pod);
    return 'stop';
  }
  if (pod.status?.phase === 'Pending') writer.createMissingClaims(pod);
  if (need === 'wait') return 'stop';
  if (!writer.isAsItShouldBe(pod)) writer.repair(pod);
  return 'go on';
}

/** In order, up to the first stop; without order all of them, in growing batches, whoever says stop (S-8). */
function forAll<T>(ordered: boolean, items: readonly T[], step: (item: T) => Step, lastFirst = false): Phase {
  if (!ordered) {
    const wishes = { largestBatch: LARGEST_BATCH, lastFirst };
    const { errors } = slowStart(items.length, (index) => step(items[index] as T), wishes);
    const error = aggregate(errors);
    return { stopped: error !== undefined, error };
  }
  for (const item of items) {
    let answer: Step = 'stop';
    const error = refusal(() => {
      answer = step(item);
    });
    if (error !== undefined || answer === 'stop') return { stopped: true, error };
  }
  return { stopped: false };
}

/** S-28 */
function lookAgain(
  { memory, now }: Context,
  ref: Ref,
  { spec }: StatefulSet,
  pods: readonly Pod[],
  available: number,
): LookAgain | undefined {
  const asksAfterSync = available !== spec.replicas;
  return lookForAvailability(memory, now, {
    pods,
    minReadySeconds: spec.minReadySeconds ?? 0,
    ref,
    asksAfterSync,
  });
}
