import type { Cluster } from '../../../src/cluster/cluster.ts';
import { DaemonSet } from '../../../src/kinds/apps/daemonset/kind.ts';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { StatefulSet } from '../../../src/kinds/apps/statefulset/kind.ts';
import { CronJob } from '../../../src/kinds/batch/cronjob/kind.ts';
import { isFinished } from '../../../src/kinds/batch/job/conditions.ts';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { isAvailable, isReady } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { EndpointSlice } from '../../../src/kinds/discovery/endpointslice/kind.ts';
import { controllerOf, isTerminating, type KubeObject } from '../../../src/machinery/object-meta.ts';
import type { Complain, Invariant } from '../invariants.ts';
import { nameOf } from './objects.ts';
import { activePodsOf } from './workloads.ts';

/** Level-triggered reconciliation: a status says what is there, whatever was missed on the way. */
export const statusIsARecount: Invariant = (cluster) => ({
  settled: (complain) => {
    const { client } = cluster;
    for (const one of client.list(ReplicaSet)) replicaSet(one, cluster, complain);
    for (const one of client.list(Deployment)) deployment(one, cluster, complain);
    for (const one of client.list(StatefulSet)) statefulSet(one, cluster, complain);
    for (const one of client.list(DaemonSet)) daemonSet(one, cluster, complain);
    for (const one of client.list(Job)) job(one, cluster, complain);
    for (const one of client.list(CronJob)) cronJob(one, cluster, complain);
    for (const one of client.list(EndpointSlice)) endpointSlice(one, cluster, complain);
  },
});

type Recount<T extends KubeObject> = (object: T, cluster: Cluster, complain: Complain) => void;

/** Numbers that are 0 are absent. */
function compare(
  object: KubeObject,
  told: Readonly<Record<string, unknown>>,
  counted: Readonly<Record<string, number>>,
  complain: Complain,
): void {
  for (const [field, number] of Object.entries(counted))
    if ((told[field] ?? 0) !== number)
      complain(`${nameOf(object)} says ${field} ${told[field] ?? 0}, a recount ${number}`);
}

const observed = ({ metadata }: KubeObject): { readonly observedGeneration: number } => ({
  observedGeneration: metadata.generation ?? 0,
});

const replicaSet: Recount<ReplicaSet> = (set, { client, clock }, complain) => {
  const pods = activePodsOf(client, set);
  const counted = {
    replicas: pods.length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: pods.filter((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, clock.now()))
      .length,
    ...observed(set),
  };
  compare(set, { ...set.status }, counted, complain);
};

const deployment: Recount<Deployment> = (one, { client }, complain) => {
  const sets = client.list(ReplicaSet, { owner: one.metadata.uid });
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number =>
    sets.reduce((total, { status }) => total + (status?.[field] ?? 0), 0);
  const counted = {
    replicas: sum('replicas'),
    readyReplicas: sum('readyReplicas'),
    availableReplicas: sum('availableReplicas'),
    ...observed(one),
  };
  compare(one, { ...one.status }, counted, complain);
};

const statefulSet: Recount<StatefulSet> = (set, { client }, complain) => {
  const pods = client.list(Pod, { owner: set.metadata.uid });
  // Who ends is counted until it is gone, or not any more: that is told elsewhere.
  if (pods.some(isTerminating)) return;
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isReady(pod)).length;
  compare(
    set,
    { ...set.status },
    { replicas: pods.length, readyReplicas: ready, ...observed(set) },
    complain,
  );
};

const daemonSet: Recount<DaemonSet> = (set, { client }, complain) => {
  const pods = client.list(Pod, { owner: set.metadata.uid });
  if (pods.some(isTerminating) || set.status?.numberMisscheduled !== 0) return;
  const nodes = new Set(pods.map(({ spec }) => spec.nodeName));
  const ready = new Set(pods.filter(isReady).map(({ spec }) => spec.nodeName));
  const counted = { currentNumberScheduled: nodes.size, numberReady: ready.size, ...observed(set) };
  compare(set, { ...set.status }, counted, complain);
};

const job: Recount<Job> = (one, { client }, complain) => {
  const pods = client.list(Pod, { owner: one.metadata.uid });
  const active = pods.filter(
    (pod) => !isTerminating(pod) && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed',
  );
  // While a back-off lasts no pod is said to be active.
  if ((one.status?.failed ?? 0) > 0 && !isFinished(one)) return;
  const told = one.status ?? {};
  compare(one, { ...told }, { active: active.length, ready: active.filter(isReady).length }, complain);
  const uncounted = told.uncountedTerminatedPods ?? {};
  if ((uncounted.succeeded ?? []).length + (uncounted.failed ?? []).length > 0)
    complain(`${nameOf(one)} has not counted all of its pods`);
};

const cronJob: Recount<CronJob> = (one, { client }, complain) => {
  const listed = (one.status?.active ?? []).map(({ uid }) => uid).sort();
  const running = client
    .list(Job, { owner: one.metadata.uid })
    .filter((each) => !isFinished(each) && each.metadata.annotations?.[BY_HAND] === undefined)
    .map(({ metadata }) => metadata.uid as string)
    .sort();
  if (listed.join() !== running.join())
    complain(`${nameOf(one)} lists ${listed.length} active Jobs, and ${running.length} run`);
};

const BY_HAND = 'cronjob.kubernetes.io/instantiate';

/** Endpoints are ready as long as their pods are. */
const endpointSlice: Recount<EndpointSlice> = (slice, { client }, complain) => {
  if (controllerOf(slice) === undefined) return;
  for (const { conditions, targetRef } of slice.endpoints ?? []) {
    if (targetRef?.kind !== Pod.kind) continue;
    const ref = { namespace: targetRef.namespace ?? '', name: targetRef.name ?? '' };
    const pod = client.find(Pod, ref);
    if (pod === undefined) complain(`${nameOf(slice)} leads to ${ref.name}, which is not there`);
    else if ((conditions?.ready === true) !== (isReady(pod) && !isTerminating(pod)))
      complain(`${nameOf(slice)} says that ${ref.name} is ready: ${conditions?.ready}`);
  }
};
