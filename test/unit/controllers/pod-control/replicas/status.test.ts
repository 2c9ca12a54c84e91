import { describe, expect, test } from 'vitest';
import { failed } from '../../../../../src/controllers/pod-control/refusals.ts';
import { countPods } from '../../../../../src/controllers/pod-control/replicas/counts.ts';
import { replicaSetStatus } from '../../../../../src/controllers/pod-control/replicas/status.ts';
import type { ReplicaSetCondition } from '../../../../../src/kinds/apps/replicaset/types.ts';
import { NOON, podOf, replicaSetOf, secondsAgo } from '../../../../support/workloads.ts';
import table from '../../../../vectors/replicaset-calculateStatus.json' with { type: 'json' };

const LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  full: { name: 'foo', type: 'production' },
  partial: { name: 'foo' },
};
interface Row {
  readonly spec: number;
  readonly templateLabels: string;
  readonly minReadySeconds?: number;
  readonly terminatingFeature?: boolean;
  readonly pods: readonly { readonly ready: boolean; readonly labels: string }[];
  readonly expected: {
    readonly replicas: number;
    readonly fullyLabeled: number;
    readonly ready: number;
    readonly available: number;
  };
}

const NONE = { active: 0, fullyLabeled: 0, ready: 0, available: 0 };

describe('R-20 the numbers', () => {
  const rows = (table.cases as readonly Row[]).filter((row) => row.terminatingFeature !== true);
  test.each(rows)(
    '$spec wanted, labels $templateLabels, minReadySeconds $minReadySeconds, pods $pods',
    (row) => {
      const set = replicaSetOf({
        name: 'foo',
        replicas: row.spec,
        minReadySeconds: row.minReadySeconds ?? 0,
        template: { metadata: { labels: LABELS[row.templateLabels] ?? {} }, spec: { containers: [] } },
      });
      const pods = row.pods.map(({ ready, labels }, index) =>
        podOf({ name: `foo-${index}`, ready, readySince: secondsAgo(0), labels: LABELS[labels] ?? {} }),
      );
      const status = replicaSetStatus(set, countPods(set, pods, NOON), undefined, NOON);
      expect({
        replicas: status.replicas,
        fullyLabeled: status.fullyLabeledReplicas ?? 0,
        ready: status.readyReplicas ?? 0,
        available: status.availableReplicas ?? 0,
      }).toEqual(row.expected);
    },
  );
  test('replicas is always there, other zeros are not', () => {
    expect(replicaSetStatus(replicaSetOf({ name: 'foo', replicas: 0 }), NONE, undefined, NOON)).toEqual({
      replicas: 0,
      observedGeneration: 1,
    });
  });
});

describe('R-21 ReplicaFailure', () => {
  const stored: ReplicaSetCondition = {
    type: 'ReplicaFailure',
    status: 'True',
    reason: 'x',
    message: 'the first',
  };
  test.each(table.conditions)('$pods of $spec, failing: $manageError, told already: $existing', (row) => {
    const base = replicaSetOf({ name: 'foo', replicas: row.spec });
    const conditions = row.existing ? [stored] : [];
    const set = { ...base, status: { replicas: 0, conditions } };
    const pods = Array.from({ length: row.pods }, (_, index) => podOf({ name: `foo-${index}` }));
    const failure = row.manageError === null ? undefined : failed(row.manageError);
    const found = replicaSetStatus(set, countPods(set, pods, NOON), failure, NOON).conditions;
    if (row.expected === null) expect(found).toBeUndefined();
    else if (row.expected === 'unchanged') expect(found).toEqual([stored]);
    else expect(found).toEqual([{ ...(row.expected as object), lastTransitionTime: secondsAgo(0) }]);
  });
});
