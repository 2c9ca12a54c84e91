import { describe, expect, test } from 'vitest';
import {
  removeAvailable,
  removeUnhealthy,
  resizeNew,
  scaleDownOld,
} from '../../../../src/controllers/deployment/rolling-update.ts';
import { maxUnavailable } from '../../../../src/controllers/deployment/sizes.ts';
import type { Deployment } from '../../../../src/kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../../../src/kinds/apps/replicaset/types.ts';
import type { IntOrString } from '../../../../src/machinery/int-or-string.ts';
import { deploymentOf, replicaSetOf } from '../../../support/workloads.ts';
import unhealthyTable from '../../../vectors/deployment-cleanupUnhealthyReplicas.json' with { type: 'json' };
import newTable from '../../../vectors/deployment-reconcileNewReplicaSet.json' with { type: 'json' };
import oldTable from '../../../vectors/deployment-reconcileOldReplicaSets.json' with { type: 'json' };
import transcripts from '../../../vectors/deployment-rolling-transcripts.json' with { type: 'json' };
import downTable from '../../../vectors/deployment-scaleDownOldReplicaSetsForRollingUpdate.json' with {
  type: 'json',
};

function rolling(replicas: number, maxSurge: IntOrString, unavailable: IntOrString): Deployment {
  const rollingUpdate = { maxSurge, maxUnavailable: unavailable };
  return deploymentOf({ spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate } } });
}

describe('D-32 the new ReplicaSet', () => {
  test.each(newTable.cases)(
    '$newReplicas beside $oldReplicas old, $deploymentReplicas wanted, surge $maxSurge',
    (row) => {
      const old = replicaSetOf({ name: 'old', replicas: row.oldReplicas });
      const young = replicaSetOf({ name: 'new', replicas: row.newReplicas, created: 1 });
      const resize = resizeNew(rolling(row.deploymentReplicas, row.maxSurge, 0), [old, young], young);
      expect(resize?.replicas).toBe(row.scaleExpected ? row.expectedNewReplicas : undefined);
    },
  );
});

describe('D-34 old ReplicaSets', () => {
  test.each(oldTable.cases)(
    '$readyPodsFromOldRS of $oldReplicas old ones ready, $readyPodsFromNewRS of $newReplicas new ones',
    (row) => {
      const old = replicaSetOf({ name: 'old', replicas: row.oldReplicas, available: row.readyPodsFromOldRS });
      const young = replicaSetOf({
        name: 'new',
        replicas: row.newReplicas,
        available: row.readyPodsFromNewRS,
      });
      const { resizes, scaled } = scaleDownOld(
        rolling(row.deploymentReplicas, 0, row.maxUnavailable),
        [old],
        young,
      );
      expect([scaled, resizes.at(-1)?.replicas]).toEqual([row.scaleExpected, row.expectedOldReplicas]);
    },
  );
  test('D-37 unhealthy and healthy pods of one set go in one sync, told one after the other', () => {
    const old = replicaSetOf({ name: 'old', replicas: 10, available: 9 });
    const young = replicaSetOf({ name: 'new', replicas: 0 });
    expect(scaleDownOld(rolling(10, 0, 2), [old], young).resizes.map(({ replicas }) => replicas)).toEqual([
      9, 8,
    ]);
  });
  test('D-35 more available than wanted is stale: the step is broken off', () => {
    const old = replicaSetOf({ name: 'old', replicas: 3, available: 5 });
    const young = replicaSetOf({ name: 'new', replicas: 0 });
    expect(scaleDownOld(rolling(3, 1, 1), [old], young)).toEqual({ resizes: [], scaled: false });
  });
});

describe('D-35 unhealthy pods first', () => {
  test.each(unhealthyTable.cases)('$readyPods of $oldReplicas ready, at most $maxCleanupCount', (row) => {
    const old = replicaSetOf({ name: 'old', replicas: row.oldReplicas, available: row.readyPods });
    const { resizes } = removeUnhealthy([old], row.maxCleanupCount);
    expect(row.oldReplicas - (resizes[0]?.replicas ?? row.oldReplicas)).toBe(row.cleanupCountExpected);
  });
});

describe('D-36 then available ones', () => {
  test.each(downTable.cases)('$readyPods of $oldReplicas ready, $maxUnavailable unavailable', (row) => {
    const deployment = rolling(row.deploymentReplicas, 0, row.maxUnavailable);
    const old = replicaSetOf({ name: 'old', replicas: row.oldReplicas, available: row.readyPods });
    const least = row.deploymentReplicas - maxUnavailable(deployment);
    const resizes = removeAvailable([old], row.readyPods - least);
    expect(resizes.map(({ replicas }) => replicas)).toEqual(
      row.scaleExpected ? [row.expectedOldReplicas] : [],
    );
  });
});

describe('D-38 whole rollouts, step by step', () => {
  test.each(transcripts.cases)('$replicas replicas, surge $maxSurge, unavailable $maxUnavailable', (row) => {
    expect(rollOut(rolling(row.replicas, row.maxSurge, row.maxUnavailable))).toEqual(row.steps);
  });
});

/** R: when nothing is left to do, one pod of the new ReplicaSet becomes Ready. Old pods are Ready as long as they are. */
function rollOut(deployment: Deployment): readonly string[] {
  const steps: string[] = [];
  let sizes = { old: deployment.spec.replicas, new: 0 };
  let ready = 0;
  const tell = (name: 'old' | 'new', replicas: number): void => {
    if (sizes[name] !== replicas) steps.push(`${name} ${sizes[name]}->${replicas}`);
    sizes = { ...sizes, [name]: replicas };
  };
  for (let round = 0; round < 200; round++) {
    const old = replicaSetOf({ name: 'old', replicas: sizes.old, available: sizes.old });
    const young = replicaSetOf({ name: 'new', replicas: sizes.new, available: ready, created: 1 });
    if (round === 0) tell('new', resizeNew(deployment, [old, young], young)?.replicas ?? 0);
    else if (!step(deployment, old, young, tell)) {
      if (ready === sizes.new) return steps;
      ready++;
      steps.push('R');
    }
  }
  throw new Error('the rollout does not end');
}

function step(
  deployment: Deployment,
  old: ReplicaSet,
  young: ReplicaSet,
  tell: (name: 'old' | 'new', replicas: number) => void,
): boolean {
  const up = resizeNew(deployment, [old, young], young);
  if (up !== undefined) {
    tell('new', up.replicas);
    return true;
  }
  const down = scaleDownOld(deployment, [old], young);
  for (const { replicas } of down.resizes) tell('old', replicas);
  return down.scaled;
}
