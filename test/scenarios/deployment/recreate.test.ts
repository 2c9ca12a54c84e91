import { describe, expect, test } from 'vitest';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { milliseconds } from '../../../src/machinery/instant.ts';
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
import { kubectl } from '../../support/kubectl.ts';
import { refTo, Stage } from '../../support/scenario.ts';

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
  test('and rollout status waits', async () => {
    expect(await kubectl(stage, 'rollout status deploy/web --watch=false')).toEqual([
      'Waiting for deployment "web" rollout to finish: 0 out of 3 new replicas have been updated...',
    ]);
  });
  test('D-44 the last one to go wakes it', () => {
    const [first = '', second = ''] = stage.podNames();
    for (const name of [first, second]) stage.client.delete(Pod, refTo(name), { grace: milliseconds(0) });
    stage.settle();
    expect([stage.podNames('web-5696'), stage.pods().length]).toEqual([[], 1]);
    stage.end();
    expect(stage.podNames().every((name) => name.startsWith('web-569696d9f6-'))).toBe(true);
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
