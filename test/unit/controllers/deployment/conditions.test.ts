import { describe, expect, test } from 'vitest';
import { type Conditions, set, without } from '../../../../src/controllers/deployment/conditions.ts';
import type { DeploymentCondition } from '../../../../src/kinds/apps/deployment/types.ts';
import { secondsAgo } from '../../../support/workloads.ts';
import table from '../../../vectors/deployment-conditions.json' with { type: 'json' };

describe('D-52 setting and removing conditions', () => {
  test.each(table.cases)('$op $type $condition.type to $before', (row) => {
    const before = row.before as Conditions;
    const after =
      row.condition === undefined
        ? without(before, row.type as DeploymentCondition['type'])
        : set(before, row.condition as DeploymentCondition);
    expect(after).toEqual(row.after);
  });
  const stored: DeploymentCondition = {
    type: 'Progressing',
    status: 'True',
    reason: 'ReplicaSetUpdated',
    message: 'first',
    lastUpdateTime: secondsAgo(60),
    lastTransitionTime: secondsAgo(90),
  };
  const now = { lastUpdateTime: secondsAgo(0), lastTransitionTime: secondsAgo(0) };
  test('with the same status and reason nothing changes, not even the message', () => {
    expect(set([stored], { ...stored, ...now, message: 'second' })).toEqual([stored]);
  });
  test('with the same status the transition time stays', () => {
    const condition = { ...stored, ...now, reason: 'NewReplicaSetAvailable' };
    expect(set([stored], condition)).toEqual([{ ...condition, lastTransitionTime: secondsAgo(90) }]);
  });
  test('what changes goes to the end', () => {
    const available: DeploymentCondition = { type: 'Available', status: 'False', reason: 'x' };
    expect(set([stored, available], { ...stored, status: 'False' }).map(({ type }) => type)).toEqual([
      'Available',
      'Progressing',
    ]);
  });
});
