import type { Actor, LookAgain, Reader, Trigger } from '../../client/client.ts';
import { controllerOf as controllerOfTrigger, itself } from '../../client/triggers.ts';
import { Deployment } from '../../kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../kinds/apps/replicaset/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { timeOf } from '../../machinery/instant.ts';
import { isEmptySelector } from '../../machinery/labels.ts';
import { controllerOf, isTerminating, type Ref } from '../../machinery/object-meta.ts';
import { StatusError } from '../../machinery/status.ts';
import { claim } from '../pod-control/claim.ts';
import { orphansOf } from '../pod-control/orphans.ts';
import { isNamespaceTerminating } from '../pod-control/refusals.ts';
import { desiredReplicasOf } from './annotations.ts';
import { progressing } from './conditions.ts';
import { replicaSetsToForget } from './history.ts';
import { syncFamily } from './new-replica-set.ts';
import { hasProgressDeadline, lookForDeadline, progressingOf, rolloutStatus, TIMED_OUT } from './progress.ts';
import { followSize } from './proportional.ts';
import { oldPodsRunning, podsOf } from './recreate.ts';
import { type Family, membersOf } from './replica-sets.ts';
import { rollBack, rollbackTo } from './rollback.ts';
import { resizeNew, scaleDownOld } from './rolling-update.ts';
import { isActive, isRollingUpdate } from './sizes.ts';
import { deploymentStatus, isComplete } from './status.ts';
import { Sync } from './sync.ts';

type Sets = readonly ReplicaSet[];

/** After so many tries in vain a deployment is left until something changes (C-1). */
const RETRIES = 15;

/** Runs Deployments by way of ReplicaSets: one step a sync, since the steps' order is the order of the events (D-30). */
export const deployment: Actor = {
  name: 'deployment-controller',
  retries: RETRIES,
  triggers: [
    itself(Deployment),
    controllerOfTrigger(ReplicaSet, Deployment),
    orphansOf(ReplicaSet, Deployment),
    lastPodGone(),
  ],
  reconcile(ref, context) {
    const stored = context.client.find(Deployment, ref);
    if (stored === undefined) return undefined;
    try {
      return syncDeployment(new Sync(context, stored));
    } catch (error) {
      // A namespace that ends refuses new objects: nothing to tell and nothing to try again (C-11).
      if (error instanceof StatusError && isNamespaceTerminating(error)) return undefined;
      throw error;
    }
  },
};

/** D-2..D-9 */
function syncDeployment(sync: Sync): LookAgain | undefined {
  const { deployment, context } = sync;
  const { selector, strategy, paused } = deployment.spec;
  if (isEmptySelector(selector)) return refuseEverything(sync);
  const sets = claim(context.client, { owner: deployment, kind: ReplicaSet, selector });
  if (isTerminating(deployment)) {
    const family = syncFamily(sync, sets, false);
    sync.writeIfChanged(deploymentStatus(sync.deployment, family, context.now));
    return undefined;
  }
  notePause(sync);
  if (paused === true) return followChangedSize(sync, sets);
  const asked = rollbackTo(deployment);
  if (asked !== undefined) {
    rollBack(sync, syncFamily(sync, sets, true), asked);
    return undefined;
  }
  const family = syncFamily(sync, sets, false);
  // Upstream goes on with the ReplicaSet as it was and is refused at its next write to it: the sync ends here.
  if (family.updated) return undefined;
  if (hasNewSize(deployment, family)) return followChangedSize(sync, sets);
  return strategy.type === 'Recreate' ? recreate(sync, sets, family) : rollingUpdate(sync, sets);
}

function refuseEverything(sync: Sync): undefined {
  const { deployment, context } = sync;
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  context.event(deployment, 'Warning', 'SelectingAll', message);
  const observedGeneration = deployment.metadata.generation ?? 0;
  if ((deployment.status?.observedGeneration ?? 0) < observedGeneration) {
    sync.noteStatus({ ...deployment.status, observedGeneration });
    sync.write();
  }
}

/** Pausing stops the clock of the progress deadline (D-5). */
function notePause(sync: Sync): void {
  const { deployment, context } = sync;
  const reason = progressingOf(deployment.status)?.reason;
  if (!hasProgressDeadline(deployment) || reason === TIMED_OUT) return;
  const paused = deployment.spec.paused === true;
  if (paused === (reason === 'DeploymentPaused')) return;
  const now = timeOf(context.now);
  const condition = paused
    ? progressing('Unknown', 'DeploymentPaused', 'Deployment is paused', now)
    : progressing('Unknown', 'DeploymentResumed', 'Deployment is resumed', now);
  sync.noteCondition(condition);
  sync.write();
}

/** An active ReplicaSet was scaled last when spec.replicas was another number (D-8). */
function hasNewSize({ spec }: Deployment, family: Family): boolean {
  return membersOf(family)
    .filter(isActive)
    .some((replicaSet) => (desiredReplicasOf(replicaSet) ?? spec.replicas) !== spec.replicas);
}

/** D-20: also what a paused deployment does. */
function followChangedSize(sync: Sync, sets: Sets): undefined {
  const { context } = sync;
  const family = syncFamily(sync, sets, false);
  const { deployment } = sync;
  sync.resizeAll(followSize(deployment, family.newSet, family.old));
  if (deployment.spec.paused === true && rollbackTo(deployment) === undefined) {
    sync.forget(replicaSetsToForget(deployment, family.old));
  }
  sync.writeIfChanged(deploymentStatus(deployment, family, context.now));
}

/** D-30: at most one direction a sync. */
function rollingUpdate(sync: Sync, sets: Sets): LookAgain | undefined {
  const { newSet, old } = syncFamily(sync, sets, true);
  if (newSet === undefined) return undefined;
  const family = { newSet, old };
  const { deployment } = sync;
  const up = resizeNew(deployment, membersOf(family), newSet);
  if (up !== undefined) {
    sync.resize(up);
    return finish(sync, family);
  }
  const down = scaleDownOld(deployment, old, newSet);
  sync.resizeAll(down.resizes);
  if (!down.scaled) forgetOldOnes(sync, old);
  return finish(sync, family);
}

/** D-40..D-42 */
function recreate(sync: Sync, sets: Sets, family: Family): LookAgain | undefined {
  const { deployment, context } = sync;
  const active = family.old.filter(isActive);
  if (active.length > 0) {
    sync.resizeAll(active.map((replicaSet) => ({ replicaSet, replicas: 0 })));
    return finish(sync, family);
  }
  if (oldPodsRunning(family.old, podsOf(context.client, deployment, family.old))) return finish(sync, family);
  const { newSet, old } = family.newSet === undefined ? syncFamily(sync, sets, true) : family;
  if (newSet === undefined) return undefined;
  const { replicas } = deployment.spec;
  if (newSet.spec.replicas !== replicas) sync.resize({ replicaSet: newSet, replicas });
  forgetOldOnes(sync, old);
  return finish(sync, { newSet, old });
}

/** By the stored status, so it comes one sync after the one that completed the rollout (D-49). */
function forgetOldOnes(sync: Sync, old: Sets): void {
  if (isComplete(sync.deployment, sync.deployment.status))
    sync.forget(replicaSetsToForget(sync.deployment, old));
}

/** The sets are as they were read: what this sync scaled counts from the next one on (D-50). */
function finish(sync: Sync, family: Family): LookAgain | undefined {
  const { now } = sync.context;
  const status = rolloutStatus(sync.deployment, family, now);
  return sync.writeIfChanged(status) ? undefined : lookForDeadline(sync.deployment, status, now);
}

/** Pod events wake no deployment but one: a Recreate deployment whose last pod is gone (C-2, D-44). */
function lastPodGone(): Trigger {
  const ofReplicaSet = controllerOfTrigger(Pod, ReplicaSet);
  return {
    ...ofReplicaSet,
    refs: (change, reader) => {
      if (change.type !== 'DELETED') return [];
      return [...ofReplicaSet.refs(change, reader)].flatMap((ref) => withoutPods(ref, reader));
    },
  };
}

function withoutPods(replicaSetRef: Ref, reader: Reader): readonly Ref[] {
  const owner = ownerOf(reader.find(ReplicaSet, replicaSetRef));
  if (owner === undefined) return [];
  const ref = { namespace: replicaSetRef.namespace, name: owner.name };
  const found = reader.find(Deployment, ref);
  if (found === undefined || isRollingUpdate(found)) return [];
  const sets = reader.list(ReplicaSet, { namespace: ref.namespace, owner: owner.uid });
  return sets.some(({ metadata }) => reader.count(Pod, { owner: metadata.uid }) > 0) ? [] : [ref];
}

const ownerOf = (replicaSet: ReplicaSet | undefined) =>
  replicaSet === undefined ? undefined : controllerOf(replicaSet);
