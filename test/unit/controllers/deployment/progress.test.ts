import { describe, expect, test } from 'vitest';
import {
  hasProgressed,
  hasTimedOut,
  lookForDeadline,
  rolloutStatus,
} from '../../../../src/controllers/deployment/progress.ts';
import { isComplete } from '../../../../src/controllers/deployment/status.ts';
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
} from '../../../../src/kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../../../src/kinds/apps/replicaset/types.ts';
import { instant, type Time, timeOf } from '../../../../src/machinery/instant.ts';
import { deploymentOf, NOON, replicaSetOf, secondsAgo } from '../../../support/workloads.ts';
import completeTable from '../../../vectors/deployment-DeploymentComplete.json' with { type: 'json' };
import progressTable from '../../../vectors/deployment-DeploymentProgressing.json' with { type: 'json' };
import timedOutTable from '../../../vectors/deployment-DeploymentTimedOut.json' with { type: 'json' };
import requeueTable from '../../../vectors/deployment-requeueStuckDeployment.json' with { type: 'json' };
import statusTable from '../../../vectors/deployment-syncRolloutStatus.json' with { type: 'json' };

const atSecond = (seconds: number): Time => timeOf(instant(seconds * 1000));
const NO_DEADLINE = 2_147_483_647;

describe('D-62a complete', () => {
  test.each(completeTable.cases)('$name', ({ desired, current, updated, available, expected }) => {
    const status = {
      replicas: current,
      updatedReplicas: updated,
      availableReplicas: available,
      observedGeneration: 1,
    };
    expect(isComplete(deploymentOf({ spec: { replicas: desired } }), status)).toBe(expected);
  });
});

describe('D-62b progress', () => {
  const statusIn = ([
    replicas = 0,
    updatedReplicas = 0,
    readyReplicas = 0,
    availableReplicas = 0,
  ]: readonly number[]) => ({
    replicas,
    updatedReplicas,
    readyReplicas,
    availableReplicas,
  });
  test.each(progressTable.cases)('$name', (row) => {
    expect(hasProgressed(statusIn(row.old), statusIn(row.new))).toBe(row.expected);
  });
});

describe('D-62c time-out', () => {
  test.each(timedOutTable.cases)(
    'deadline $progressDeadlineSeconds, told at $lastUpdateTime, now $now',
    (row) => {
      const deployment = deploymentOf({
        spec: { progressDeadlineSeconds: row.progressDeadlineSeconds ?? NO_DEADLINE },
      });
      const told = { type: 'Progressing', status: 'True', reason: row.reason } as const;
      const status = { conditions: [{ ...told, lastUpdateTime: atSecond(row.lastUpdateTime) }] };
      expect(hasTimedOut(deployment, status, instant(row.now * 1000))).toBe(row.expected);
    },
  );
});

describe('D-65 looking again for the deadline', () => {
  test.each(requeueTable.cases)('deadline $progressDeadlineSeconds, told $progressing, now $now', (row) => {
    const { deployment, status } = stuck(row);
    const now = instant(Math.ceil(row.now * 1000));
    const again = lookForDeadline(deployment, status, now);
    if (row.expectedRequeueAfter === -1) expect(again).toBeUndefined();
    else if (row.expectedRequeueAfter === 0) expect((again?.at ?? 0) - now).toBeLessThanOrEqual(1005);
    else expect(again?.at).toBe(now + (row.expectedRequeueAfter + 1) * 1000);
  });
  test('pods that fail after a success have no deadline', () => {
    const row = {
      progressDeadlineSeconds: 10,
      spec: 2,
      status: [2, 2, 1],
      progressing: null,
    };
    const { deployment, status } = stuck(row);
    const told = {
      ...status,
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          lastUpdateTime: secondsAgo(3600),
        },
      ],
    };
    expect(
      lookForDeadline({ ...deployment, status: told } as Deployment, told as DeploymentStatus, NOON),
    ).toBeUndefined();
  });
  interface StuckRow {
    readonly progressDeadlineSeconds: number | null;
    readonly spec: number;
    readonly status: readonly number[];
    readonly progressing: null | string | { readonly lastUpdateTime: number };
  }
  function stuck({ progressDeadlineSeconds, spec, status, progressing }: StuckRow) {
    const [replicas = 0, updatedReplicas = 0, availableReplicas = 0] = status;
    const conditions: DeploymentCondition[] = [];
    if (progressing === 'timedOut') {
      conditions.push({ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' });
    } else if (progressing !== null && typeof progressing === 'object') {
      const lastUpdateTime = atSecond(progressing.lastUpdateTime);
      conditions.push({ type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', lastUpdateTime });
    }
    const told = { replicas, updatedReplicas, availableReplicas, observedGeneration: 1, conditions };
    const deadline = progressDeadlineSeconds ?? NO_DEADLINE;
    const deployment = deploymentOf({
      spec: { replicas: spec, progressDeadlineSeconds: deadline },
      status: told,
    });
    return { deployment, status: told as DeploymentStatus };
  }
});

interface StatusRow {
  readonly progressDeadlineSeconds: number | null;
  readonly spec: number;
  readonly oldStatus: readonly number[];
  readonly oldProgressing: readonly [string, 'True' | 'False'] | null;
  readonly otherRSs: readonly (readonly number[])[];
  readonly newRS: readonly number[] | null;
  readonly expected: readonly [string, string] | null;
  readonly keepsTransitionTime?: boolean;
}

describe('D-61, D-62 the Progressing condition', () => {
  test.each(statusTable.cases as unknown as readonly StatusRow[])(
    'deadline $progressDeadlineSeconds, was $oldProgressing, new set $newRS: $expected',
    (row) => {
      const family = {
        newSet: setIn('new', row.newRS),
        old: row.otherRSs.flatMap((one) => setIn('old', one) ?? []),
      };
      const status = rolloutStatus(deploymentIn(row), family, NOON);
      const found = status.conditions?.find(({ type }) => type === 'Progressing');
      expect(found === undefined ? null : [found.reason, found.status]).toEqual(row.expected);
      if (row.keepsTransitionTime === true) expect(found?.lastTransitionTime).toBe(secondsAgo(7200));
    },
  );
  function setIn(name: string, counts: readonly number[] | null): ReplicaSet | undefined {
    if (counts === null) return undefined;
    const [replicas = 0, statusReplicas = 0, available = 0] = counts;
    return replicaSetOf({ name, replicas, statusReplicas, available, ready: available });
  }
  function deploymentIn(row: StatusRow): Deployment {
    const [replicas = 0, updatedReplicas = 0, availableReplicas = 0] = row.oldStatus;
    const [reason = '', status = 'True'] = row.oldProgressing ?? [];
    // "(long ago)": the last progress lies before the deadline.
    const lastUpdateTime = secondsAgo(reason.includes('long ago') ? 3600 : 10);
    const told: DeploymentCondition = {
      type: 'Progressing',
      status,
      reason: reason.replace(' (long ago)', ''),
      lastUpdateTime,
      lastTransitionTime: secondsAgo(7200),
    };
    return deploymentOf({
      name: 'progress-test',
      spec: {
        replicas: row.spec,
        strategy: { type: 'Recreate' },
        progressDeadlineSeconds: row.progressDeadlineSeconds ?? NO_DEADLINE,
      },
      status: {
        replicas,
        updatedReplicas,
        availableReplicas,
        readyReplicas: availableReplicas,
        conditions: row.oldProgressing === null ? [] : [told],
      },
    });
  }
});
