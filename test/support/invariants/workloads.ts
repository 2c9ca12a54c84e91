import type { Cluster } from '../../../src/cluster/cluster.ts';
import { DaemonSet } from '../../../src/kinds/apps/daemonset/kind.ts';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { StatefulSet } from '../../../src/kinds/apps/statefulset/kind.ts';
import { isActive } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { scaledValue } from '../../../src/machinery/int-or-string.ts';
import { controllerOf, isTerminating } from '../../../src/machinery/object-meta.ts';
import type { Invariant } from '../invariants.ts';
import { changeOf, nameOf } from './objects.ts';

/** "At most one": a StatefulSet makes the next pod of an ordinal only when the last one has left the API. */
export const oneStatefulPodPerOrdinal: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const pod = changeOf(Pod, change);
    const owner = pod?.type === 'ADDED' ? controllerOf(pod.object) : undefined;
    if (pod === undefined || owner?.kind !== StatefulSet.kind) return;
    const ordinal = ordinalOf(pod.object);
    const same = client.list(Pod, { owner: owner.uid }).filter((one) => ordinalOf(one) === ordinal);
    if (same.length > 1) complain(`${same.map(nameOf).join(' and ')} have one ordinal`);
  },
});

const ordinalOf = ({ metadata }: Pod): string | undefined => /-(\d+)$/.exec(metadata.name)?.[1];

/** A node without surge gets a daemon pod only when it has none, one that ends included (podsShouldBeOnNode). */
export const oneDaemonPerNode: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const pod = changeOf(Pod, change);
    const owner = pod?.type === 'MODIFIED' ? controllerOf(pod.object) : undefined;
    const node = pod?.object.spec.nodeName;
    if (pod === undefined || owner?.kind !== DaemonSet.kind || pod.before?.status?.phase === 'Running')
      return;
    if (pod.object.status?.phase !== 'Running' || node === undefined) return;
    const ref = { namespace: pod.object.metadata.namespace ?? '', name: owner.name };
    const surge = client.find(DaemonSet, ref)?.spec.updateStrategy.rollingUpdate?.maxSurge ?? 0;
    const here = client
      .list(Pod, { owner: owner.uid })
      .filter(({ spec, status }) => spec.nodeName === node && status?.phase === 'Running');
    if (surge === 0 && here.length > 1) complain(`${here.map(nameOf).join(' and ')} run on ${node}`);
  },
});

/** The sets of a deployment that are in its hands. */
const setsOf = (client: Cluster['client'], { metadata }: Deployment): readonly ReplicaSet[] =>
  client.list(ReplicaSet, { owner: metadata.uid });

/** A ReplicaSet whose size is another one, its deployment, and whether that asked for as many when it was last scaled. */
function resized(client: Cluster['client'], change: Parameters<typeof changeOf>[1]) {
  const set = changeOf(ReplicaSet, change);
  const owner = set === undefined || set.type === 'DELETED' ? undefined : controllerOf(set.object);
  if (set === undefined || owner?.kind !== Deployment.kind) return undefined;
  const was = set.before?.spec.replicas ?? 0;
  if (set.object.spec.replicas === was) return undefined;
  const ref = { namespace: set.object.metadata.namespace ?? '', name: owner.name };
  const deployment = client.find(Deployment, ref);
  return deployment === undefined ? undefined : { set: set.object, before: set.before, was, deployment };
}

/** maxSurge: whatever a rolling update adds, all sets together stay within replicas and surge (NewRSNewReplicas). */
export const notTooMany: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const found = resized(client, change);
    if (found === undefined || found.set.spec.replicas < found.was) return;
    const { replicas, strategy } = found.deployment.spec;
    const surge =
      strategy.type === 'Recreate' ? 0 : scaledValue(strategy.rollingUpdate?.maxSurge ?? 0, replicas, 'up');
    const total = setsOf(client, found.deployment).reduce((sum, { spec }) => sum + spec.replicas, 0);
    if (total > replicas + surge)
      complain(`${nameOf(found.deployment)} asks for ${total} pods, and may for ${replicas} and ${surge}`);
  },
});

/** maxUnavailable: old sets shrink only by pods that are not available, or are not missed (scaleDownOldReplicaSets). */
export const enoughAvailable: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const found = resized(client, change);
    if (found?.before === undefined || found.set.spec.replicas > found.was) return;
    const { deployment, set, was } = found;
    const { replicas, strategy } = deployment.spec;
    // Who is scaled wants fewer; only a rolling update promises anything.
    const scaled = found.before.metadata.annotations?.['deployment.kubernetes.io/desired-replicas'];
    if (strategy.type === 'Recreate' || scaled !== String(replicas)) return;
    const { maxSurge = 0, maxUnavailable = 0 } = strategy.rollingUpdate ?? {};
    // The controller goes by what sets say of themselves: who was scaled just now has not said it yet.
    const others = setsOf(client, deployment).filter(({ metadata }) => metadata.uid !== set.metadata.uid);
    if (![found.before, ...others].every(hasSpoken)) return;
    const asked = scaledValue(maxUnavailable, replicas, 'down');
    const unavailable = asked === 0 && scaledValue(maxSurge, replicas, 'up') === 0 ? 1 : asked;
    const sizes = setsOf(client, deployment).map(({ metadata, spec, status }) => ({
      name: metadata.name,
      available: status?.availableReplicas ?? 0,
      now: spec.replicas,
      before: metadata.uid === set.metadata.uid ? was : spec.replicas,
    }));
    const left = sizes.reduce((sum, { available, now }) => sum + Math.min(available, now), 0);
    const had = sizes.reduce((sum, { available, before }) => sum + Math.min(available, before), 0);
    if (left < Math.min(had, replicas - unavailable))
      complain(
        `${nameOf(deployment)} goes from ${had} available pods to ${left} of ${replicas}: ${JSON.stringify(sizes)}`,
      );
  },
});

const hasSpoken = ({ metadata, status }: ReplicaSet): boolean =>
  status?.observedGeneration === metadata.generation;

/** Pods that count towards a size. */
export const activePodsOf = (client: Cluster['client'], { metadata }: ReplicaSet): readonly Pod[] =>
  client.list(Pod, { owner: metadata.uid }).filter((pod) => isActive(pod) && !isTerminating(pod));
