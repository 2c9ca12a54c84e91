import { describe, expect, test } from 'vitest';
import { followSize, fraction, isSaturated } from '../../../../src/controllers/deployment/proportional.ts';
import { maxSurge } from '../../../../src/controllers/deployment/sizes.ts';
import type { Deployment, DeploymentStrategy } from '../../../../src/kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../../../src/kinds/apps/replicaset/types.ts';
import { deploymentOf, replicaSetOf } from '../../../support/workloads.ts';
import fractionTable from '../../../vectors/deployment-getReplicaSetFraction.json' with { type: 'json' };
import scaleTable from '../../../vectors/deployment-scale-proportional.json' with { type: 'json' };

const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const MAX = 'deployment.kubernetes.io/max-replicas';

const strategy = (surge: number, maxUnavailable: number): DeploymentStrategy => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge: surge, maxUnavailable },
});

interface SetRow {
  readonly name: string;
  readonly replicas: number;
  readonly created: number;
  readonly availableReplicas?: number;
}

interface ScaleRow {
  readonly name: string;
  readonly deploymentReplicas: number;
  readonly oldDeploymentReplicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly oldMaxSurge: number;
  readonly newRS: SetRow | null;
  readonly oldRSs: readonly SetRow[];
  readonly desiredReplicasAnnotations: Readonly<Record<string, number>>;
  readonly expectedNew: number | null;
  readonly expectedOld: readonly number[];
  readonly notUpdated?: readonly string[];
}

function setIn(row: ScaleRow, { name, replicas, created, availableReplicas }: SetRow): ReplicaSet {
  const desired = row.desiredReplicasAnnotations[name] ?? row.oldDeploymentReplicas;
  const before = deploymentOf({
    spec: { replicas: desired, strategy: strategy(row.oldMaxSurge, row.maxUnavailable) },
  });
  const annotations = { [DESIRED]: String(desired), [MAX]: String(desired + maxSurge(before)) };
  return replicaSetOf({ name, replicas, created, annotations, available: availableReplicas ?? 0 });
}

function scaled(row: ScaleRow): { readonly young: number | null; readonly old: readonly number[] } {
  const deployment = deploymentOf({
    spec: { replicas: row.deploymentReplicas, strategy: strategy(row.maxSurge, row.maxUnavailable) },
  });
  const young = row.newRS === null ? undefined : setIn(row, row.newRS);
  const old = row.oldRSs.map((set) => setIn(row, set));
  const resizes = new Map(
    followSize(deployment, young, old).map((one) => [one.replicaSet.metadata.name, one.replicas]),
  );
  const sizeOf = ({ metadata, spec }: ReplicaSet): number =>
    row.notUpdated?.includes(metadata.name) === true
      ? spec.replicas
      : (resizes.get(metadata.name) ?? spec.replicas);
  return { young: young === undefined ? null : sizeOf(young), old: old.map(sizeOf) };
}

describe('D-20 following a changed size', () => {
  test.each(scaleTable.cases as unknown as readonly ScaleRow[])('$name', (row) => {
    expect(scaled(row)).toEqual({ young: row.expectedNew, old: row.expectedOld });
  });
  test('D-21 a single set of the right size already is not touched, nor are its annotations', () => {
    const only = replicaSetOf({ name: 'only', replicas: 3, annotations: { [DESIRED]: '9' } });
    expect(followSize(deploymentOf({ spec: { replicas: 3 } }), only, [])).toEqual([]);
  });
  test('D-26 active sets whose size stays are refreshed all the same', () => {
    const deployment: Deployment = deploymentOf({ spec: { replicas: 4, strategy: strategy(0, 1) } });
    const sets = [
      replicaSetOf({ name: 'a', replicas: 2 }),
      replicaSetOf({ name: 'b', replicas: 2, created: 1 }),
    ];
    expect(followSize(deployment, sets[1], sets.slice(0, 1)).map(({ replicas }) => replicas)).toEqual([2, 2]);
  });
  test('D-27 Recreate with several active sets does nothing', () => {
    const deployment = deploymentOf({ spec: { replicas: 4, strategy: { type: 'Recreate' } } });
    const sets = [
      replicaSetOf({ name: 'a', replicas: 2 }),
      replicaSetOf({ name: 'b', replicas: 1, created: 1 }),
    ];
    expect(followSize(deployment, sets[1], sets.slice(0, 1))).toEqual([]);
  });
});

describe('D-22 a saturated new ReplicaSet', () => {
  const deployment = deploymentOf({ spec: { replicas: 1 } });
  test('has all pods, told so, and available', () => {
    const young = replicaSetOf({ name: 'new', replicas: 1, available: 1, annotations: { [DESIRED]: '1' } });
    expect(isSaturated(deployment, young)).toBe(true);
  });
  test('takes the place of all others', () => {
    const young = replicaSetOf({ name: 'new', replicas: 1, available: 1, annotations: { [DESIRED]: '1' } });
    const old = replicaSetOf({ name: 'old', replicas: 5 });
    expect(followSize(deployment, young, [old])).toEqual([{ replicaSet: old, replicas: 0 }]);
  });
});

describe('D-25 fractions', () => {
  test.each(fractionTable.cases)(
    '$rsReplicas of at most $maxReplicasAnnotation, now $deploymentReplicas and $deploymentMaxSurge',
    (row) => {
      const deployment = deploymentOf({
        spec: { replicas: row.deploymentReplicas, strategy: strategy(row.deploymentMaxSurge, 1) },
        status: { replicas: row.deploymentStatusReplicas },
      });
      const annotations = row.maxReplicasAnnotation === null ? {} : { [MAX]: row.maxReplicasAnnotation };
      const set = replicaSetOf({ name: 'web', replicas: row.rsReplicas, annotations });
      expect(fraction(deployment, set) + 0).toBe(row.expectedFraction);
    },
  );
});
