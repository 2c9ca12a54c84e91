import { describe, expect, test } from 'vitest';
import { fateOf, needOf, outdatedToDelete } from '../../../../src/controllers/statefulset/plan.ts';
import {
  firstUnhealthy,
  placesOf,
  type Replica,
  versionFor,
} from '../../../../src/controllers/statefulset/replicas.ts';
import type { StatefulSet } from '../../../../src/kinds/apps/statefulset/types.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import type { IntOrString } from '../../../../src/machinery/int-or-string.ts';
import {
  NOON,
  OTHER_TEMPLATE,
  podOf,
  secondsAgo,
  statefulSetOf,
  TEMPLATE,
} from '../../../support/workloads.ts';
import maxUnavailableTable from '../../../vectors/statefulset-maxUnavailable.json' with { type: 'json' };
import invariantTable from '../../../vectors/statefulset-maxUnavailable-invariant.json' with { type: 'json' };

const versions = {
  current: { name: 'web-old', template: TEMPLATE },
  update: { name: 'web-new', template: OTHER_TEMPLATE },
};

function pod(
  ordinal: number,
  more: { ready?: boolean; revision?: string; terminating?: boolean; phase?: 'Failed' } = {},
): Pod {
  const { ready = true, revision = 'web-old', terminating = false, phase = 'Running' } = more;
  const labels = { app: 'web', 'controller-revision-hash': revision };
  return podOf({ name: `web-${ordinal}`, ready, readySince: secondsAgo(60), labels, terminating, phase });
}
const pods = (count: number): readonly Pod[] => Array.from({ length: count }, (_, ordinal) => pod(ordinal));
const names = (replicas: readonly Replica[]) =>
  replicas.map((replica) => ('pod' in replica ? replica.pod : replica.draft).metadata.name);
const places = (set: StatefulSet, all: readonly Pod[]) => placesOf(set, all, versions);

describe('S-6 places', () => {
  test('start ordinal 2, 3 replicas', () => {
    const set = statefulSetOf({ spec: { ordinals: { start: 2 } } });
    expect(names(places(set, []).replicas)).toEqual(['web-2', 'web-3', 'web-4']);
  });
  test('what is out of range is condemned, highest first', () => {
    const set = statefulSetOf({ spec: { replicas: 1 } });
    expect(places(set, pods(3)).condemned.map(({ metadata }) => metadata.name)).toEqual(['web-2', 'web-1']);
  });
});

describe('S-7 the first unhealthy one', () => {
  test('is a missing one in range', () => {
    expect(names([firstUnhealthy(places(statefulSetOf(), [pod(0), pod(2)])) as Replica])).toEqual(['web-1']);
  });
  test('else the lowest condemned one', () => {
    const all = [pod(0), pod(1, { ready: false }), pod(2, { ready: false })];
    expect(names([firstUnhealthy(places(statefulSetOf({ spec: { replicas: 1 } }), all)) as Replica])).toEqual(
      ['web-1'],
    );
  });
});

describe('S-13 revision of a pod that is made', () => {
  const strategy = (partition?: number) =>
    ({
      type: 'RollingUpdate',
      ...(partition === undefined ? {} : { rollingUpdate: { partition } }),
    }) as const;
  const nameFor = (set: StatefulSet, ordinal: number) => versionFor(set, ordinal, versions).name;
  test('below the partition the current one', () => {
    const set = statefulSetOf({ spec: { updateStrategy: strategy(2) } });
    expect([0, 1, 2].map((ordinal) => nameFor(set, ordinal))).toEqual(['web-old', 'web-old', 'web-new']);
  });
  test('without rollingUpdate as many as are still current', () => {
    const status = { replicas: 3, availableReplicas: 3, currentReplicas: 1 };
    const set = statefulSetOf({ spec: { updateStrategy: strategy() }, status });
    expect([0, 1].map((ordinal) => nameFor(set, ordinal))).toEqual(['web-old', 'web-new']);
  });
  test('OnDelete: always the new one', () => {
    expect(nameFor(statefulSetOf({ spec: { updateStrategy: { type: 'OnDelete' } } }), 0)).toBe('web-new');
  });
});

describe('S-10 what a place needs', () => {
  const set = statefulSetOf();
  const parallel = statefulSetOf({ spec: { podManagementPolicy: 'Parallel' } });
  test('a missing pod is made', () => {
    expect(needOf(set, { draft: { metadata: {}, spec: { containers: [] } } }, NOON)).toBe('create');
  });
  test('one that has ended is deleted', () => {
    expect(needOf(set, { pod: pod(0, { phase: 'Failed' }) }, NOON)).toBe('delete');
  });
  test('one that has ended and is being deleted is waited for', () => {
    expect(needOf(set, { pod: pod(0, { phase: 'Failed', terminating: true }) }, NOON)).toBe('wait');
  });
  test('one that is not ready is waited for', () => {
    expect(needOf(set, { pod: pod(0, { ready: false }) }, NOON)).toBe('wait');
  });
  test('one that is not available yet is waited for', () => {
    expect(needOf(statefulSetOf({ spec: { minReadySeconds: 3600 } }), { pod: pod(0) }, NOON)).toBe('wait');
  });
  test('without order nothing is waited for', () => {
    expect(needOf(parallel, { pod: pod(0, { ready: false }) }, NOON)).toBe('repair');
  });
});

describe('S-15 what becomes of a condemned pod', () => {
  const set = statefulSetOf();
  const parallel = statefulSetOf({ spec: { podManagementPolicy: 'Parallel' } });
  test('a healthy one is deleted', () => {
    expect(fateOf(set, pod(3), false, NOON)).toBe('delete');
  });
  test('a terminating one is waited for', () => {
    expect(fateOf(set, pod(3, { terminating: true }), true, NOON)).toBe('wait');
  });
  test('without order a terminating one is passed over', () => {
    expect(fateOf(parallel, pod(3, { terminating: true }), true, NOON)).toBe('skip');
  });
  test('an unhealthy one is waited for', () => {
    expect(fateOf(set, pod(3, { ready: false }), false, NOON)).toBe('wait');
  });
  test('unless it is the first unhealthy one', () => {
    expect(fateOf(set, pod(3, { ready: false }), true, NOON)).toBe('delete');
  });
});

describe('S-21 rolling update', () => {
  const set = statefulSetOf();
  const deleted = (one: StatefulSet, all: readonly Pod[]) =>
    names(outdatedToDelete(one, places(one, all).replicas, 'web-new'));
  test('the highest outdated one goes, one at a time', () => {
    expect(deleted(set, pods(3))).toEqual(['web-2']);
  });
  test('the one updated before is waited for', () => {
    expect(deleted(set, [pod(0), pod(1), pod(2, { revision: 'web-new', ready: false })])).toEqual([]);
  });
  test('an outdated one that is terminating is waited for', () => {
    expect(deleted(set, [pod(0), pod(1), pod(2, { terminating: true })])).toEqual([]);
  });
  test('an outdated one goes whether it is well or not', () => {
    expect(deleted(set, [pod(0), pod(1), pod(2, { ready: false })])).toEqual(['web-2']);
  });
  test('the partition is an index, not an ordinal', () => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } as const;
    const one = statefulSetOf({ spec: { ordinals: { start: 5 }, updateStrategy } });
    expect(deleted(one, [pod(5), pod(6), pod(7, { revision: 'web-new' })])).toEqual([]);
  });
  test('S-23 a partition beyond the replicas touches none', () => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 3 } } as const;
    expect(deleted(statefulSetOf({ spec: { updateStrategy } }), pods(3))).toEqual([]);
  });
  test('S-20 OnDelete deletes none', () => {
    expect(deleted(statefulSetOf({ spec: { updateStrategy: { type: 'OnDelete' } } }), pods(3))).toEqual([]);
  });
});

describe('S-24 maxUnavailable, where the field is served', () => {
  const rolling = (replicas: number, maxUnavailable: IntOrString, partition = 0): StatefulSet =>
    statefulSetOf({
      spec: {
        replicas,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition, maxUnavailable } },
      },
    });
  const rows = maxUnavailableTable.cases.filter((row) => row.maxUnavailable !== null && row.replicaCount > 0);
  test.each(rows)('$maxUnavailable of $replicaCount: $expected at a time', (row) => {
    const set = rolling(row.replicaCount, row.maxUnavailable ?? 1);
    expect(outdatedToDelete(set, places(set, pods(row.replicaCount)).replicas, 'web-new')).toHaveLength(
      row.expected,
    );
  });
  test.each(invariantTable.cases)('terminating $terminatingOrdinals: $expectedDeletions more', (row) => {
    const set = rolling(6, 2, 3);
    const all = pods(6).map((one, ordinal) =>
      row.terminatingOrdinals.includes(ordinal) ? pod(ordinal, { terminating: true }) : one,
    );
    expect(outdatedToDelete(set, places(set, all).replicas, 'web-new')).toHaveLength(row.expectedDeletions);
  });
});
