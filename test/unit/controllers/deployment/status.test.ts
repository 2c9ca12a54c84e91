import { describe, expect, test } from 'vitest';
import {
  availableReplicas,
  specReplicas,
  statusReplicas,
} from '../../../../src/controllers/deployment/sizes.ts';
import { deploymentStatus } from '../../../../src/controllers/deployment/status.ts';
import { deploymentOf, NOON, replicaSetOf, secondsAgo } from '../../../support/workloads.ts';
import table from '../../../vectors/deployment-replicaCounts.json' with { type: 'json' };

describe('sums over ReplicaSets', () => {
  test.each(table.cases)('$name', (row) => {
    const sets = row.sets.map((set, index) =>
      replicaSetOf({ name: `rs-${index}`, replicas: set.spec, statusReplicas: set.status }),
    );
    expect([specReplicas(sets), statusReplicas(sets), availableReplicas(sets)]).toEqual([
      row.expectedCount,
      row.expectedActual,
      0,
    ]);
  });
});

describe('D-50 the status', () => {
  const now = { lastUpdateTime: secondsAgo(0), lastTransitionTime: secondsAgo(0) };
  test('unavailable is what is wanted of the sets less what is available; zeros are absent', () => {
    const newSet = replicaSetOf({ name: 'new', replicas: 1, statusReplicas: 1 });
    const old = [replicaSetOf({ name: 'old', replicas: 3, statusReplicas: 3, ready: 3, available: 3 })];
    expect(deploymentStatus(deploymentOf({ spec: { replicas: 3 } }), { newSet, old }, NOON)).toEqual({
      observedGeneration: 1,
      replicas: 4,
      updatedReplicas: 1,
      readyReplicas: 3,
      availableReplicas: 3,
      unavailableReplicas: 1,
      conditions: [
        {
          type: 'Available',
          status: 'True',
          ...now,
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        },
      ],
    });
  });
  test('D-51 without replicas wanted it is available', () => {
    const status = deploymentStatus(
      deploymentOf({ spec: { replicas: 0 } }),
      { newSet: undefined, old: [] },
      NOON,
    );
    expect(status.conditions?.[0]?.status).toBe('True');
  });
  test('a collision count is kept', () => {
    const deployment = deploymentOf({ status: { collisionCount: 1 } });
    expect(deploymentStatus(deployment, { newSet: undefined, old: [] }, NOON).collisionCount).toBe(1);
  });
});
