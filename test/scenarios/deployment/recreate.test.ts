import { describe, expect, test } from 'vitest';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import {
  condition,
  conditions,
  deployment,
  RECREATE,
  replicaSets,
  revisionOf,
  row,
  setImage,
  sizeAnnotations,
  stepsOf,
  web,
} from '../../support/deployments.ts';
import { Stage } from '../../support/scenario.ts';

describe('SD-23 Recreate', () => {
  const stage = new Stage();
  web(stage, 3, RECREATE);
  stage.linger();
  setImage(stage, 'nginx:1.26');
  test('waits until the old pods are gone: terminating ones count', () => {
    expect([stepsOf(stage), replicaSets(stage)]).toEqual([['v1 3->0'], { v1: '0/0/0' }]);
  });
  test('while it waits it still tells of the old revision', () => {
    expect([row(stage), revisionOf(deployment(stage)), conditions(stage)]).toEqual([
      '0/3 0 0',
      '1',
      ['Progressing True NewReplicaSetAvailable', 'Available False MinimumReplicasUnavailable'],
    ]);
    expect(condition(stage, 'Progressing')?.message).toBe(
      'ReplicaSet "web-7b84c5f95f" has successfully progressed.',
    );
  });
  test('D-44 the last one to go wakes it', () => {
    stage.end();
    expect([stepsOf(stage), row(stage), revisionOf(deployment(stage))]).toEqual([
      ['v2 0->3'],
      '3/3 3 3',
      '2',
    ]);
  });
  test('all pods are made at once and told so', () => {
    expect(stage.events('web').at(-1)).toBe(
      'Normal ScalingReplicaSet Scaled up replica set web-569696d9f6 from 0 to 3',
    );
    expect(sizeAnnotations(stage.get(ReplicaSet, 'web-569696d9f6'))).toEqual(['3', '3']);
  });
});
