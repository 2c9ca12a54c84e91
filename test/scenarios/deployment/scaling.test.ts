import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import {
  condition,
  conditionHistory,
  conditions,
  deployment,
  replicaSets,
  revisions,
  rollout,
  row,
  setImage,
  setSpec,
  sizeAnnotations,
  stepsOf,
  undoTo,
  web,
} from '../../support/deployments.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';

const scale = (stage: Stage, replicas: number): void => setSpec(stage, { replicas });

describe('a rollout that is stuck is scaled in proportion', () => {
  const stage = new Stage();
  web(stage, 10, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } });
  setImage(stage, 'nginx:bad');
  test('SD-14 it stands at 8 old and 5 new, and is available', () => {
    expect([stepsOf(stage), row(stage)]).toEqual([['bad 0->3', 'v1 10->8', 'bad 3->5'], '8/10 5 8']);
    expect([deployment(stage).status?.replicas, condition(stage, 'Available')?.status]).toEqual([13, 'True']);
  });
  test('SD-15 up to 30, the larger set first', () => {
    scale(stage, 30);
    expect(stepsOf(stage)).toEqual(['v1 8->20', 'bad 5->13']);
    expect(stage.list(ReplicaSet).map(sizeAnnotations)).toEqual([
      ['30', '33'],
      ['30', '33'],
    ]);
    expect(condition(stage, 'Available')?.status).toBe('False');
  });
  test('SD-16 down to 13', () => {
    scale(stage, 13);
    expect(stepsOf(stage)).toEqual(['v1 20->10', 'bad 13->6']);
  });
  test('SD-17 then undone', () => {
    undoTo(stage, 1);
    expect(stepsOf(stage)).toEqual(['bad 6->1', 'v1 10->13', 'bad 1->0']);
  });
});

describe('SD-18 scaled to 0 in the middle of a rollout', () => {
  const stage = new Stage();
  web(stage, 4);
  stage.hold();
  setImage(stage, 'nginx:1.26');
  stepsOf(stage);
  scale(stage, 0);
  test('the larger set first', () => expect(stepsOf(stage)).toEqual(['v1 3->0', 'v2 2->0']));
  test('it counts as complete, though no new pod ever was ready', () => {
    expect(conditions(stage).toSorted()).toEqual([
      'Available True MinimumReplicasAvailable',
      'Progressing True NewReplicaSetAvailable',
    ]);
    expect(condition(stage, 'Progressing')?.message).toBe(
      'ReplicaSet "web-569696d9f6" has successfully progressed.',
    );
    expect(sizeAnnotations(stage.get(ReplicaSet, 'web-569696d9f6'))).toEqual(['0', '0']);
  });
  test('scaled back, only the new set grows and Progressing stays', () => {
    scale(stage, 2);
    expect(stepsOf(stage)).toEqual(['v2 0->2']);
    expect(conditions(stage)).toEqual([
      'Progressing True NewReplicaSetAvailable',
      'Available False MinimumReplicasUnavailable',
    ]);
  });
});

test('SD-20 replicas and template changed at once: the size comes first', () => {
  const stage = new Stage();
  web(stage, 2);
  stage.hold();
  stage.edit(Deployment, 'web', ({ spec, ...object }) => {
    const containers = spec.template.spec.containers.map((container) => ({
      ...container,
      image: 'nginx:1.26',
    }));
    const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
    return { ...object, spec: { ...spec, replicas: 4, template } };
  });
  expect(stepsOf(stage)).toEqual(['v1 2->4', 'v2 0->1', 'v1 4->3', 'v2 1->2']);
});

describe('SD-21 scaling a finished deployment', () => {
  const stage = new Stage();
  web(stage, 3);
  const progressing = condition(stage, 'Progressing');
  stage.hold();
  stage.pass(60);
  scale(stage, 5);
  test('one step, no new revision', () =>
    expect([stepsOf(stage), revisions(stage)]).toEqual([['v1 3->5'], [1]]));
  test('the set is told the new sizes', () => {
    expect(stage.list(ReplicaSet).map(sizeAnnotations)).toEqual([['5', '7']]);
  });
  test('Progressing is not touched', () => expect(condition(stage, 'Progressing')).toEqual(progressing));
  test('Available comes back with the fourth pod', () => {
    const before = condition(stage, 'Available')?.status;
    stage.ready();
    expect([before, condition(stage, 'Available')?.status]).toEqual(['False', 'True']);
  });
});

test('SD-36 a ReplicaSet scaled by hand is put back', () => {
  const stage = new Stage();
  web(stage, 2);
  stage.edit(ReplicaSet, 'web-7b84c5f95f', (set) => ({ ...set, spec: { ...set.spec, replicas: 4 } }));
  expect(stepsOf(stage)).toEqual(['v1 2->4', 'v1 4->2']);
  expect(stage.events('web').at(-1)).toBe(
    'Normal ScalingReplicaSet Scaled down replica set web-7b84c5f95f from 4 to 2',
  );
});

describe('SD-22 pause, change, resume', () => {
  const stage = new Stage();
  web(stage, 3);
  const refused = (text: string) => [`! error: ${text}`, '[exit 1]'];
  test('paused: the clock of the deadline stands', async () => {
    expect(await kubectl(stage, 'rollout pause deploy/web')).toEqual(['deployment.apps/web paused']);
    const { status, reason, message } = condition(stage, 'Progressing') ?? {};
    expect([deployment(stage).metadata.generation, status, reason, message]).toEqual([
      2,
      'Unknown',
      'DeploymentPaused',
      'Deployment is paused',
    ]);
  });
  test('what a paused one refuses', async () => {
    expect(await kubectl(stage, 'rollout pause deploy/web')).toEqual(
      refused('deployments.apps "web" is already paused'),
    );
    expect(await kubectl(stage, 'rollout restart deploy/web')).toEqual(
      refused(`deployments.apps "web" can't restart paused deployment (run rollout resume first)`),
    );
    expect(await kubectl(stage, 'rollout undo deploy/web')).toEqual(
      refused('no rollout history found for deployment "web"'),
    );
  });
  test('a new template makes no new ReplicaSet; nothing counts as updated', async () => {
    await kubectl(stage, 'set image deploy/web nginx=nginx:1.26');
    expect([replicaSets(stage), deployment(stage).metadata.generation]).toEqual([{ v1: '3/3/3' }, 3]);
    expect(deployment(stage).status?.updatedReplicas).toBeUndefined();
    expect(await kubectl(stage, 'rollout status deploy/web --watch=false')).toEqual([
      'Waiting for deployment "web" rollout to finish: 0 out of 3 new replicas have been updated...',
    ]);
  });
  test('D-21 scaling scales the old template', async () => {
    expect(await kubectl(stage, 'scale deploy/web --replicas=5')).toEqual(['deployment.apps/web scaled']);
    expect(stepsOf(stage)).toEqual(['v1 3->5']);
  });
  test('resumed: the rollout goes its way', async () => {
    stage.hold();
    expect(await kubectl(stage, 'rollout resume deploy/web')).toEqual(['deployment.apps/web resumed']);
    // The sync that makes the new ReplicaSet has told of the resumption: what else it would tell is refused as stale.
    const seen = conditionHistory(stage).map((told) => told.find((row) => row.startsWith('Progressing')));
    expect([...new Set(seen)]).toEqual([
      'Progressing Unknown DeploymentPaused',
      'Progressing Unknown DeploymentResumed',
      'Progressing True ReplicaSetUpdated',
    ]);
    expect(rollout(stage, 'web-5696').slice(0, 3)).toEqual(['v2 0->2', 'v1 5->4', 'v2 2->3']);
    expect([deployment(stage).metadata.generation, conditions(stage).at(-1)]).toEqual([
      5,
      'Progressing True NewReplicaSetAvailable',
    ]);
    expect(await kubectl(stage, 'rollout resume deploy/web')).toEqual(
      refused('deployments.apps "web" is not paused'),
    );
  });
  test('paused with two revisions there is something to undo, but not now', async () => {
    await kubectl(stage, 'rollout pause deploy/web');
    expect(await kubectl(stage, 'rollout undo deploy/web')).toEqual(
      refused(
        `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
      ),
    );
  });
});

test('SD-37 a pod deleted by hand is replaced at once, also while it terminates', () => {
  const stage = new Stage();
  web(stage, 3);
  stage.linger();
  stage.hold();
  stage.delete(Pod, stage.podNames()[0] ?? '');
  expect(stage.pods()).toHaveLength(4);
  expect([row(stage), conditions(stage)]).toEqual([
    '2/3 3 2',
    ['Progressing True NewReplicaSetAvailable', 'Available False MinimumReplicasUnavailable'],
  ]);
});
