import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { isReady } from '../../../src/kinds/core/pod/conditions.ts';
import { isTerminating } from '../../../src/machinery/object-meta.ts';
import {
  condition,
  conditionHistory,
  conditions,
  deployment,
  replicaSets,
  revisionOf,
  revisions,
  rolling,
  rollout,
  row,
  setImage,
  sizeAnnotations,
  stepsOf,
  web,
  webOf,
} from '../../support/deployments.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';
import transcripts from '../../vectors/deployment-rolling-transcripts.json' with { type: 'json' };

describe('SD-01 a new Deployment of 3', () => {
  const stage = new Stage();
  stage.hold();
  stage.create(Deployment, webOf(3));
  test('its ReplicaSet has the name, labels and annotations of a real one', () => {
    const [set] = stage.list(ReplicaSet);
    expect([set?.metadata.name, set?.metadata.labels, set?.metadata.annotations]).toEqual([
      'web-7b84c5f95f',
      { app: 'web', 'pod-template-hash': '7b84c5f95f' },
      {
        'deployment.kubernetes.io/desired-replicas': '3',
        'deployment.kubernetes.io/max-replicas': '4',
        'deployment.kubernetes.io/revision': '1',
      },
    ]);
  });
  test('the revision comes without raising the generation', () => {
    expect([deployment(stage).metadata.generation, revisionOf(deployment(stage))]).toEqual([1, '1']);
  });
  test('three pods, owned by the ReplicaSet', () => {
    const names = stage
      .pods()
      .map(({ metadata }) => [metadata.name.slice(0, -5), metadata.ownerReferences?.[0]?.name]);
    expect(names).toEqual(Array(3).fill(['web-7b84c5f95f-', 'web-7b84c5f95f']));
  });
  test('one event on the Deployment, three on the ReplicaSet', () => {
    expect(stage.events('web')).toEqual([
      'Normal ScalingReplicaSet Scaled up replica set web-7b84c5f95f from 0 to 3',
    ]);
    expect(stage.events('web-7b84c5f95f').map((event) => event.slice(0, -5))).toEqual(
      Array(3).fill('Normal SuccessfulCreate Created pod: web-7b84c5f95f-'),
    );
  });
  test('its conditions, from the first sync on', () => {
    while (stage.ready());
    const unavailable = 'Available False MinimumReplicasUnavailable';
    expect(conditionHistory(stage)).toEqual([
      [],
      ['Progressing True NewReplicaSetCreated'],
      ['Progressing True NewReplicaSetCreated', unavailable],
      [unavailable, 'Progressing True ReplicaSetUpdated'],
      ['Available True MinimumReplicasAvailable', 'Progressing True NewReplicaSetAvailable'],
    ]);
  });
  test('Progressing keeps the time of its creation and tells the last step', () => {
    const { message, lastTransitionTime, lastUpdateTime } = condition(stage, 'Progressing') ?? {};
    expect([message, lastTransitionTime, lastUpdateTime]).toEqual([
      'ReplicaSet "web-7b84c5f95f" has successfully progressed.',
      deployment(stage).metadata.creationTimestamp,
      condition(stage, 'Available')?.lastTransitionTime,
    ]);
  });
  test('in the end 3/3 3 3', () => expect(row(stage)).toBe('3/3 3 3'));
});

describe('rolling updates, step by step', () => {
  const steps = (replicas: number, strategy: Parameters<typeof web>[2] = {}): readonly string[] => {
    const stage = new Stage();
    web(stage, replicas, strategy);
    stage.hold();
    setImage(stage, 'nginx:1.26');
    return rollout(stage, 'web-569696d9f6');
  };
  test('SD-03 3 replicas, 25%/25%', () => {
    expect(steps(3)).toEqual([
      'v2 0->1',
      'R',
      'v1 3->2',
      'v2 1->2',
      'R',
      'v1 2->1',
      'v2 2->3',
      'R',
      'v1 1->0',
    ]);
  });
  test('SD-04 4 replicas: the first old pod goes at once', () => {
    expect(steps(4)).toEqual([
      ...['v2 0->1', 'v1 4->3', 'v2 1->2', 'R'],
      ...['v1 3->2', 'v2 2->3', 'R'],
      ...['v1 2->1', 'v2 3->4', 'R'],
      ...['v1 1->0', 'R'],
    ]);
  });
  test('SD-05 1 replica: the old pod stays until the new one is Ready', () => {
    expect(steps(1)).toEqual(['v2 0->1', 'R', 'v1 1->0']);
  });
  test('SD-06 surge 0, unavailable 1: down before up', () => {
    expect(steps(3, rolling(0, 1))).toEqual([
      ...['v1 3->2', 'v2 0->1', 'R'],
      ...['v1 2->1', 'v2 1->2', 'R'],
      ...['v1 1->0', 'v2 2->3', 'R'],
    ]);
  });
  test('SD-07 surge 100%, unavailable 0: all new ones beside the old', () => {
    expect(steps(3, rolling('100%', 0))).toEqual([
      ...['v2 0->3', 'R', 'v1 3->2', 'R', 'v1 2->1', 'R', 'v1 1->0'],
    ]);
  });
  test('SD-08 surge 0, unavailable 100%: a full outage', () => {
    expect(steps(3, rolling(0, '100%'))).toEqual(['v1 3->0', 'v2 0->3', 'R', 'R', 'R']);
  });
  test('SD-09 ten replicas: surge 3, unavailable 2', () => {
    expect(steps(10)).toEqual([
      ...['v2 0->3', 'v1 10->8', 'v2 3->5', 'R'],
      ...['v1 8->7', 'v2 5->6', 'R', 'v1 7->6', 'v2 6->7', 'R', 'v1 6->5', 'v2 7->8', 'R'],
      ...['v1 5->4', 'v2 8->9', 'R', 'v1 4->3', 'v2 9->10', 'R'],
      ...['v1 3->2', 'R', 'v1 2->1', 'R', 'v1 1->0', 'R', 'R'],
    ]);
  });
  test('SD-10 1%/1% of 2: surge one', () => {
    expect(steps(2, rolling('1%', '1%'))).toEqual(['v2 0->1', 'R', 'v1 2->1', 'v2 1->2', 'R', 'v1 1->0']);
  });
  test.each(transcripts.cases)(
    'D-38 $replicas replicas, surge $maxSurge, unavailable $maxUnavailable',
    (one) => {
      const names = one.steps.map((step) => step.replace('new', 'v2').replace('old', 'v1'));
      expect(steps(one.replicas, rolling(one.maxSurge, one.maxUnavailable))).toEqual(names);
    },
  );
});

test('SD-03 at no time more than 4 pods or fewer than 3 available ones', () => {
  const stage = new Stage();
  web(stage, 3);
  stage.hold();
  const seen = { most: 0, fewest: 3 };
  stage.cluster.store.watch('core/pods/', () => {
    const pods = stage.pods().filter((pod) => !isTerminating(pod));
    seen.most = Math.max(seen.most, pods.length);
    seen.fewest = Math.min(seen.fewest, pods.filter(isReady).length);
  });
  setImage(stage, 'nginx:1.26');
  rollout(stage, 'web-569696d9f6');
  expect([seen, row(stage)]).toEqual([{ most: 4, fewest: 3 }, '3/3 3 3']);
});

describe('SD-03 in the end', () => {
  const stage = new Stage();
  web(stage, 3);
  setImage(stage, 'nginx:1.26');
  test('the old ReplicaSet is kept at 0', () => {
    expect(replicaSets(stage)).toEqual({ v1: '0/0/0', v2: '3/3/3' });
  });
  test('revision 2, generation 2', () => {
    expect([revisionOf(deployment(stage)), deployment(stage).metadata.generation, revisions(stage)]).toEqual([
      '2',
      2,
      [1, 2],
    ]);
  });
  test('seven scaling events in all', () => {
    const scaled = (events: readonly string[]) =>
      events.map((event) => `Normal ScalingReplicaSet Scaled ${event}`);
    expect(stage.events('web')).toEqual(
      scaled([
        'up replica set web-7b84c5f95f from 0 to 3',
        'up replica set web-569696d9f6 from 0 to 1',
        'down replica set web-7b84c5f95f from 3 to 2',
        'up replica set web-569696d9f6 from 1 to 2',
        'down replica set web-7b84c5f95f from 2 to 1',
        'up replica set web-569696d9f6 from 2 to 3',
        'down replica set web-7b84c5f95f from 1 to 0',
      ]),
    );
  });
  test('rollout history shows both', async () => {
    expect(await kubectl(stage, 'rollout history deploy/web')).toEqual([
      'deployment.apps/web ',
      'REVISION  CHANGE-CAUSE',
      '1         <none>',
      '2         <none>',
      '',
    ]);
  });
});

test('SD-06 surge 0: the new ReplicaSet is made with 0, which is no news', () => {
  const stage = new Stage();
  web(stage, 3, rolling(0, 1));
  stage.hold();
  setImage(stage, 'nginx:1.26');
  expect(stage.events('web')).toEqual([
    'Normal ScalingReplicaSet Scaled up replica set web-7b84c5f95f from 0 to 3',
    'Normal ScalingReplicaSet Scaled down replica set web-7b84c5f95f from 3 to 2',
    'Normal ScalingReplicaSet Scaled up replica set web-569696d9f6 from 0 to 1',
  ]);
  expect(sizeAnnotations(stage.get(ReplicaSet, 'web-569696d9f6'))).toEqual(['3', '3']);
});

test('SD-07 surge 100%: the new ReplicaSet is told of 6 at most', () => {
  const stage = new Stage();
  web(stage, 3, rolling('100%', 0));
  stage.hold();
  setImage(stage, 'nginx:1.26');
  expect(sizeAnnotations(stage.get(ReplicaSet, 'web-569696d9f6'))).toEqual(['3', '6']);
});

test('SD-09 ten replicas: nine events by themselves and one combined', () => {
  const stage = new Stage();
  web(stage, 10);
  stage.hold();
  setImage(stage, 'nginx:1.26');
  rollout(stage, 'web-569696d9f6');
  const events = stage.events('web');
  expect(events.slice(0, -1).filter((event) => event.includes('combined'))).toEqual([]);
  expect([events.length, events.at(-1)?.replace(/ x[0-9]+$/, '')]).toEqual([
    10,
    'Normal ScalingReplicaSet (combined from similar events): Scaled down replica set web-7b84c5f95f from 1 to 0',
  ]);
});

describe('SD-11 a bad image', () => {
  const stage = new Stage();
  web(stage, 3);
  setImage(stage, 'nginx:bad');
  test('stops after one pod', () => {
    expect([replicaSets(stage), row(stage)]).toEqual([{ v1: '3/3/3', bad: '1/1/0' }, '3/3 1 3']);
  });
  test('the numbers', () => {
    const { conditions: _, observedGeneration, ...counts } = deployment(stage).status ?? {};
    expect(counts).toEqual({
      replicas: 4,
      updatedReplicas: 1,
      readyReplicas: 3,
      availableReplicas: 3,
      unavailableReplicas: 1,
    });
    expect(observedGeneration).toBe(2);
  });
  test('Available stays True', () => expect(condition(stage, 'Available')?.status).toBe('True'));
  test('rollout status waits', async () => {
    expect(await kubectl(stage, 'rollout status deploy/web --watch=false')).toEqual([
      'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...',
    ]);
  });
  test('SD-13 undo: one event, no pod of v1 is touched, the revision is a new one', async () => {
    const before = stage.podNames('web-7b84');
    const events = stage.events('web').length;
    stepsOf(stage);
    expect(await kubectl(stage, 'rollout undo deploy/web')).toEqual(['deployment.apps/web rolled back']);
    expect(stepsOf(stage)).toEqual(['bad 1->0']);
    expect(stage.events('web').slice(events)).toEqual([
      'Normal ScalingReplicaSet Scaled down replica set web-8566457f6d from 1 to 0',
    ]);
    expect(stage.podNames('web-7b84')).toEqual(before);
    expect([revisionOf(deployment(stage)), revisions(stage), deployment(stage).metadata.generation]).toEqual([
      '3',
      [2, 3],
      3,
    ]);
    expect(
      stage.get(ReplicaSet, 'web-7b84c5f95f').metadata.annotations?.[
        'deployment.kubernetes.io/revision-history'
      ],
    ).toBe('1');
    expect(await kubectl(stage, 'rollout history deploy/web')).toEqual([
      'deployment.apps/web ',
      'REVISION  CHANGE-CAUSE',
      '2         <none>',
      '3         <none>',
      '',
    ]);
  });
});

describe('SD-12 the progress deadline', () => {
  const stage = new Stage();
  web(stage, 3, { progressDeadlineSeconds: 5 });
  setImage(stage, 'nginx:bad');
  const started = stage.secondOf(condition(stage, 'Progressing')?.lastUpdateTime);
  test('passes 5 s after the last progress, with up to a second of slack; rollout status fails', async () => {
    const before = [row(stage), replicaSets(stage)];
    expect(await kubectl(stage, 'rollout status deploy/web')).toEqual([
      'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...',
      '! error: deployment "web" exceeded its progress deadline',
      '[exit 1]',
    ]);
    const { status, reason, message, lastUpdateTime, lastTransitionTime } =
      condition(stage, 'Progressing') ?? {};
    expect([status, reason, message]).toEqual([
      'False',
      'ProgressDeadlineExceeded',
      'ReplicaSet "web-8566457f6d" has timed out progressing.',
    ]);
    expect([5, 6]).toContain(stage.secondOf(lastUpdateTime) - started);
    expect([lastTransitionTime, [row(stage), replicaSets(stage)]]).toEqual([lastUpdateTime, before]);
  });
  test('D-63 and the rollout goes on when its pod becomes ready', () => {
    stage.ready('web-8566457f6d');
    expect(conditions(stage).at(-1)).toBe('Progressing True ReplicaSetUpdated');
    rollout(stage);
    expect([conditions(stage), row(stage)]).toEqual([
      ['Available True MinimumReplicasAvailable', 'Progressing True NewReplicaSetAvailable'],
      '3/3 3 3',
    ]);
  });
});

test('SD-19 rollover: the half-rolled v2 gives way to v3', () => {
  const stage = new Stage();
  web(stage, 3);
  stage.hold();
  setImage(stage, 'nginx:1.26');
  stepsOf(stage);
  setImage(stage, 'nginx:1.27');
  const v3 = stage.list(ReplicaSet).find((set) => revisionOf(set) === '3')?.metadata.name ?? '';
  const told = stage.events('web').filter((event) => event.includes(v3));
  expect(told).toEqual([`Normal ScalingReplicaSet Scaled up replica set ${v3} from 0 to 1`]);
  const steps = rollout(stage, v3).map((step) => step.replace(v3, 'v3'));
  expect(steps).toEqual([
    'v2 1->0',
    'v3 0->1',
    'R',
    'v1 3->2',
    'v3 1->2',
    'R',
    'v1 2->1',
    'v3 2->3',
    'R',
    'v1 1->0',
  ]);
  expect([revisions(stage), replicaSets(stage)]).toEqual([
    [1, 2, 3],
    { v1: '0/0/0', v2: '0/0/0', [v3]: '3/3/3' },
  ]);
});

test('SD-24 old pods that take long to stop do not hold up a rolling update', async () => {
  const stage = new Stage();
  web(stage, 2);
  stage.linger();
  setImage(stage, 'nginx:1.26');
  expect([row(stage), deployment(stage).status?.replicas, conditions(stage).at(-1)]).toEqual([
    '2/2 2 2',
    2,
    'Progressing True NewReplicaSetAvailable',
  ]);
  expect(stage.pods('web-7b84').map(isTerminating)).toEqual([true, true]);
  expect(await kubectl(stage, 'rollout status deploy/web')).toEqual([
    'deployment "web" successfully rolled out',
  ]);
});

test('SD-35 minReadySeconds 4: available at the fourth whole second after Ready', () => {
  const stage = new Stage();
  stage.create(Deployment, webOf(1, { minReadySeconds: 4 }));
  stage.pass(10);
  const ready = stage.pods()[0]?.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
  const available = condition(stage, 'Available');
  expect([available?.status, stage.secondOf(available?.lastTransitionTime) - stage.secondOf(ready)]).toEqual([
    'True',
    4,
  ]);
});

test('SD-35 and a rolling step happens only after that delay', () => {
  const stage = new Stage();
  web(stage, 2, { minReadySeconds: 4 });
  stage.pass(10);
  stage.hold();
  setImage(stage, 'nginx:1.26');
  stepsOf(stage);
  const ready = Math.floor(stage.now / 1000);
  stage.ready('web-5696');
  const before = stepsOf(stage);
  stage.pass(2);
  const meanwhile = stepsOf(stage);
  while (stage.changes.every(({ entry }) => !entry.key.startsWith('apps/replicasets/'))) stage.pass(0.1);
  expect([before, meanwhile, stepsOf(stage), Math.floor(stage.now / 1000) - ready]).toEqual([
    [],
    [],
    ['v1 2->1', 'v2 1->2'],
    4,
  ]);
});
