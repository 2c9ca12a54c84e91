import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { ReplicationController } from '../../kinds/core/replicationcontroller/kind.ts';
import { keepReplicas } from '../pod-control/replicas/keeper.ts';

/** Does for ReplicationControllers what is done for ReplicaSets: upstream converts one to the other as well. */
export const replicationcontroller = keepReplicas({
  name: 'replication-controller',
  kind: ReplicationController,
  asReplicaSet,
});

function asReplicaSet({ spec, status, ...identity }: ReplicationController): ReplicaSet {
  const { replicas, minReadySeconds, selector = {}, template = { spec: { containers: [] } } } = spec;
  return {
    ...identity,
    spec: {
      replicas,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { matchLabels: selector },
      template,
    },
    ...(status === undefined ? {} : { status: status as NonNullable<ReplicaSet['status']> }),
  };
}
