import { describe, expect, test } from 'vitest';
import { oldPodsRunning } from '../../../../src/controllers/deployment/recreate.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { podOf, replicaSetOf } from '../../../support/workloads.ts';
import table from '../../../vectors/deployment-recreate-oldPodsRunning.json' with { type: 'json' };

function podsIn(phases: readonly string[], set: string): readonly Pod[] {
  return phases.map((phase, index) => {
    const pod = podOf({ name: `${set}-${index}` });
    return phase === '' ? { ...pod, status: {} } : { ...pod, status: { phase: phase as 'Running' } };
  });
}

describe('D-41 Recreate waits for old pods', () => {
  test.each(table.cases)('$oldRSStatusReplicas replicas, phases $podPhasesByRS', (row) => {
    const sets = row.oldRSStatusReplicas.map((statusReplicas, index) =>
      replicaSetOf({ name: `old-${index}`, replicas: 0, statusReplicas }),
    );
    const phases = row.podPhasesByRS as unknown as Readonly<Record<string, readonly string[]>>;
    const pods = Object.entries(phases).flatMap(([set, all]) => podsIn(all, set));
    expect(oldPodsRunning(sets, pods)).toBe(row.expected);
  });
  test('a terminating pod counts', () => {
    expect(oldPodsRunning([], [podOf({ name: 'a', terminating: true })])).toBe(true);
  });
});
