import { describe, expect, test } from 'vitest';
import {
  maxSurge,
  maxUnavailable,
  minAvailable,
  newReplicaSetSize,
  resolveFenceposts,
} from '../../../../src/controllers/deployment/sizes.ts';
import type { Deployment, DeploymentStrategy } from '../../../../src/kinds/apps/deployment/types.ts';
import { deploymentOf } from '../../../support/workloads.ts';
import maxUnavailableTable from '../../../vectors/deployment-MaxUnavailable.json' with { type: 'json' };
import minAvailableTable from '../../../vectors/deployment-MinAvailable.json' with { type: 'json' };
import newSizeTable from '../../../vectors/deployment-NewRSNewReplicas.json' with { type: 'json' };
import fencepostTable from '../../../vectors/deployment-ResolveFenceposts.json' with { type: 'json' };

interface Row {
  readonly strategy?: string;
  readonly replicas: number | null;
  readonly maxUnavailable: number | string | null;
  readonly expected: number;
}

function deploymentIn({ strategy, replicas, maxUnavailable }: Row): Deployment {
  const rolling: DeploymentStrategy = {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: 1, maxUnavailable: maxUnavailable ?? 0 },
  };
  return deploymentOf({
    spec: { replicas: replicas ?? 0, strategy: strategy === 'Recreate' ? { type: 'Recreate' } : rolling },
  });
}

describe('D-17 fenceposts', () => {
  test.each(fencepostTable.cases)('surge $maxSurge, unavailable $maxUnavailable of $desired', (row) => {
    const resolve = () =>
      resolveFenceposts(row.maxSurge ?? undefined, row.maxUnavailable ?? undefined, row.desired);
    if (row.expectError) expect(resolve).toThrow();
    else expect(resolve()).toEqual({ surge: row.expectSurge, unavailable: row.expectUnavailable });
  });
});

describe('D-18 limits', () => {
  test.each(maxUnavailableTable.cases as readonly Row[])(
    'at most $expected unavailable: $replicas replicas, $maxUnavailable, $strategy',
    (row) => expect(maxUnavailable(deploymentIn(row))).toBe(row.expected),
  );
  test.each(minAvailableTable.cases as readonly Row[])(
    'at least $expected available: $replicas replicas, $maxUnavailable, $strategy',
    (row) => expect(minAvailable(deploymentIn(row))).toBe(row.expected),
  );
  test.each([
    [1, 1, 0],
    [2, 1, 0],
    [3, 1, 0],
    [4, 1, 1],
    [5, 2, 1],
    [8, 2, 2],
    [10, 3, 2],
  ])('25%%/25%% of %i: surge %i, unavailable %i', (replicas, surge, unavailable) => {
    const deployment = deploymentOf({ spec: { replicas } });
    expect([maxSurge(deployment), maxUnavailable(deployment)]).toEqual([surge, unavailable]);
  });
});

describe('D-33 size of the new ReplicaSet', () => {
  test.each(newSizeTable.cases)('$name', (row) => {
    const strategy: DeploymentStrategy =
      row.strategyType === 'Recreate'
        ? { type: 'Recreate' }
        : { type: 'RollingUpdate', rollingUpdate: { maxSurge: row.maxSurge, maxUnavailable: 1 } };
    const deployment = deploymentOf({ spec: { replicas: row.depReplicas, strategy } });
    expect(newReplicaSetSize(deployment, row.allRSsTotal, row.newRSReplicas)).toBe(row.expected);
  });
});
