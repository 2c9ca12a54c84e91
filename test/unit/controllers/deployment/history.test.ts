import { describe, expect, test } from 'vitest';
import { replicaSetsToForget } from '../../../../src/controllers/deployment/history.ts';
import type { ReplicaSet } from '../../../../src/kinds/apps/replicaset/types.ts';
import { deploymentOf, replicaSetOf, second } from '../../../support/workloads.ts';
import table from '../../../vectors/deployment-cleanupDeployment.json' with { type: 'json' };

interface SetRow {
  readonly name: string;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly deleting?: boolean;
  readonly revision?: string | null;
  readonly created?: number;
}

function setIn({ name, specReplicas, statusReplicas, deleting, revision, created = 0 }: SetRow): ReplicaSet {
  return replicaSetOf({
    name,
    replicas: specReplicas,
    statusReplicas,
    created,
    ...(revision ? { annotations: { 'deployment.kubernetes.io/revision': revision } } : {}),
    ...(deleting === true ? { metadata: { deletionTimestamp: second(0) } } : {}),
  });
}

describe('D-48 old ReplicaSets beyond the limit', () => {
  test.each(table.cases)('limit $revisionHistoryLimit of $oldRSs', (row) => {
    const deployment = deploymentOf({ spec: { revisionHistoryLimit: row.revisionHistoryLimit } });
    const names = replicaSetsToForget(deployment, row.oldRSs.map(setIn)).map(({ metadata }) => metadata.name);
    if (row.expectedDeleted === undefined) expect(names).toHaveLength(row.expectedDeletions);
    else expect(names.toSorted()).toEqual([...row.expectedDeleted].sort());
  });
  test('one whose spec its controller has not seen yet is passed over', () => {
    const set = replicaSetOf({ name: 'old', replicas: 0, metadata: { generation: 2 } });
    expect(replicaSetsToForget(deploymentOf({ spec: { revisionHistoryLimit: 0 } }), [set])).toEqual([]);
  });
});
