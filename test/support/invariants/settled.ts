import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { controllerOf, isTerminating } from '../../../src/machinery/object-meta.ts';
import type { Invariant } from '../invariants.ts';
import { nameOf } from './objects.ts';
import { activePodsOf } from './workloads.ts';

/** manageReplicas: as many active pods as asked for, unless they are refused, which its condition says. */
export const replicaSetsConverge: Invariant = ({ client }) => ({
  settled: (complain) => {
    for (const set of client.list(ReplicaSet)) {
      if (isTerminating(set) || set.status?.conditions?.some(({ type }) => type === 'ReplicaFailure'))
        continue;
      const pods = activePodsOf(client, set);
      if (pods.length !== set.spec.replicas)
        complain(`${nameOf(set)} has ${pods.length} pods and asks for ${set.spec.replicas}`);
    }
  },
});

/** The garbage collector deletes what has no owner left; only a finalizer or a grace period holds it then. */
export const noneOutlivesItsOwner: Invariant = ({ client, store }) => ({
  settled: (complain) => {
    for (const { value } of store.list('')) {
      const owner = controllerOf(value);
      if (owner === undefined || isTerminating(value)) continue;
      const kind = client.kindFor(owner.apiVersion, owner.kind);
      const namespace = kind?.scope === 'Cluster' ? '' : (value.metadata.namespace ?? '');
      const found = kind === undefined ? undefined : client.find(kind, { namespace, name: owner.name });
      if (found?.metadata.uid !== owner.uid)
        complain(`${nameOf(value)} is there without ${owner.kind.toLowerCase()} ${owner.name}`);
    }
  },
});
