import { ReplicaSet } from '../../kinds/apps/replicaset/kind.ts';
import { keepReplicas } from '../pod-control/replicas/keeper.ts';

/** Keeps the number of active pods of each ReplicaSet at spec.replicas. */
export const replicaset = keepReplicas({
  name: 'replicaset-controller',
  kind: ReplicaSet,
  asReplicaSet: (set) => set,
});
