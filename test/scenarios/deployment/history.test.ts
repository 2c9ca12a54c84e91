import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import type { Draft } from '../../../src/machinery/object-meta.ts';
import {
  deployment,
  replicaSets,
  revisionOf,
  revisions,
  rollout,
  setImage,
  stepsOf,
  web,
  webOf,
} from '../../support/deployments.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';

const V1 = 'web-7b84c5f95f';
const TYPE = { apiVersion: 'apps/v1', kind: 'Deployment' };
const HISTORY = 'deployment.kubernetes.io/revision-history';

/** What `rollout history` prints: rows of `1 <none>`. */
const historyOf = (...rows: readonly string[]): readonly string[] => [
  'deployment.apps/web ',
  'REVISION  CHANGE-CAUSE',
  ...rows.map((row) => row.replace(' ', '         ')),
  '',
];

describe('SD-25 back to a revision', () => {
  const stage = new Stage();
  web(stage, 1);
  setImage(stage, 'nginx:1.26');
  setImage(stage, 'nginx:1.27');
  test('raises the revision and drops the old number', async () => {
    expect(await kubectl(stage, 'rollout undo deploy/web --to-revision=1')).toEqual([
      'deployment.apps/web rolled back',
    ]);
    const first = stage.get(ReplicaSet, 'web-7b84c5f95f');
    expect([revisions(stage), revisionOf(first), first.metadata.annotations?.[HISTORY]]).toEqual([
      [2, 3, 4],
      '4',
      '1',
    ]);
  });
  test('that is there already is skipped', async () => {
    expect(await kubectl(stage, 'rollout undo deploy/web --to-revision=4')).toEqual([
      'deployment.apps/web skipped rollback (current template already matches revision 4)',
    ]);
  });
  test('that nobody knows is refused', async () => {
    expect(await kubectl(stage, 'rollout undo deploy/web --to-revision=9')).toEqual([
      '! error: unable to find specified revision 9 in history',
      '[exit 1]',
    ]);
    expect(await kubectl(stage, 'rollout history deploy/web --revision=9')).toEqual([
      '! error: unable to find the specified revision',
      '[exit 1]',
    ]);
  });
});

describe('SD-26 change causes', () => {
  const manifest = (image: string, annotations: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: { ${annotations} }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: nginx, image: "${image}" }] }
`;
  const files = {
    'one.yaml': manifest('nginx:1.25', 'kubernetes.io/change-cause: one'),
    'two.yaml': manifest('nginx:1.26', 'kubernetes.io/change-cause: two, only: second'),
  };
  const stage = new Stage();
  const history = () => kubectl(stage, 'rollout history deploy/web');
  test('each revision tells its own', async () => {
    expect(await kubectl(stage, 'apply -f one.yaml', { files })).toEqual(['deployment.apps/web created']);
    expect(await kubectl(stage, 'apply -f two.yaml', { files })).toEqual(['deployment.apps/web configured']);
    expect(await history()).toEqual(historyOf('1 one', '2 two'));
  });
  test('undone, the cause and the annotations of then are back; the manifest applied last is not', async () => {
    await kubectl(stage, 'rollout undo deploy/web');
    expect(await history()).toEqual(historyOf('2 two', '3 one'));
    const { 'kubectl.kubernetes.io/last-applied-configuration': applied = '', ...annotations } =
      deployment(stage).metadata.annotations ?? {};
    expect(annotations).toEqual({
      'deployment.kubernetes.io/revision': '3',
      'kubernetes.io/change-cause': 'one',
    });
    expect(JSON.parse(applied).spec.template.spec.containers).toEqual([
      { image: 'nginx:1.26', name: 'nginx' },
    ]);
  });
  test('so the second manifest brings the second image again', async () => {
    expect(await kubectl(stage, 'apply -f two.yaml', { files })).toEqual(['deployment.apps/web configured']);
    expect([await history(), replicaSets(stage)]).toEqual([
      historyOf('3 one', '4 two'),
      { v1: '0/0/0', v2: '1/1/1' },
    ]);
  });
});

test('SD-38 going back by apply: the old ReplicaSet is used again under a new number', async () => {
  const manifest = (image: string): string => JSON.stringify({ ...webOf(3, { image }), ...TYPE });
  const files = { 'one.json': manifest('nginx:1.25'), 'bad.json': manifest('nginx:bad') };
  const stage = new Stage();
  await kubectl(stage, 'apply -f one.json', { files });
  await kubectl(stage, 'apply -f bad.json', { files });
  const before = stage.podNames('web-7b84');
  stepsOf(stage);
  expect(await kubectl(stage, 'apply -f one.json', { files })).toEqual(['deployment.apps/web configured']);
  expect([stepsOf(stage), stage.podNames('web-7b84')]).toEqual([['bad 1->0'], before]);
  expect(await kubectl(stage, 'rollout history deploy/web')).toEqual(historyOf('2 <none>', '3 <none>'));
  expect([revisionOf(deployment(stage)), stage.get(ReplicaSet, V1).metadata.annotations?.[HISTORY]]).toEqual([
    '3',
    '1',
  ]);
});

test('SD-27 an annotation goes to the new ReplicaSet alone, and nothing is rolled out', () => {
  const stage = new Stage();
  web(stage, 1);
  setImage(stage, 'nginx:1.26');
  stepsOf(stage);
  const { generation = 0 } = stage.get(ReplicaSet, 'web-569696d9f6').metadata;
  stage.edit(Deployment, 'web', ({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, annotations: { ...metadata.annotations, z: '9' } },
  }));
  const { metadata, status } = deployment(stage);
  expect([metadata.generation, status?.observedGeneration, stepsOf(stage)]).toEqual([3, 3, []]);
  const [v2, v1] = ['web-569696d9f6', 'web-7b84c5f95f'].map((name) => stage.get(ReplicaSet, name).metadata);
  expect([v2?.annotations?.['z'], v2?.generation, v1?.annotations?.['z']]).toEqual([
    '9',
    generation,
    undefined,
  ]);
});

test('SD-28 with a limit of 2 the two last old revisions are left', async () => {
  const stage = new Stage();
  web(stage, 1, { revisionHistoryLimit: 2 });
  for (const version of ['1.26', '1.27', '1.28', '1.29']) setImage(stage, `nginx:${version}`);
  expect([
    revisions(stage),
    stage
      .list(ReplicaSet)
      .map(({ spec }) => spec.replicas)
      .toSorted(),
  ]).toEqual([
    [3, 4, 5],
    [0, 0, 1],
  ]);
  expect(await kubectl(stage, 'rollout undo deploy/web --to-revision=1')).toEqual([
    '! error: unable to find specified revision 1 in history',
    '[exit 1]',
  ]);
});

test('SD-29 with a limit of 0 only the present one', async () => {
  const stage = new Stage();
  web(stage, 1, { revisionHistoryLimit: 0 });
  setImage(stage, 'nginx:1.26');
  expect(replicaSets(stage)).toEqual({ v2: '1/1/1' });
  expect(await kubectl(stage, 'rollout history deploy/web')).toEqual(historyOf('2 <none>'));
  expect(await kubectl(stage, 'rollout undo deploy/web')).toEqual([
    '! error: no rollout history found for deployment "web"',
    '[exit 1]',
  ]);
});

test('SD-30 a ReplicaSet with a huge revision is adopted, and counted on from exactly', () => {
  const stage = new Stage();
  const labels = { app: 'web', pod: 'httpd' };
  const spec = {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'httpd', image: 'httpd:2.4' }] } },
  };
  const annotations = { 'deployment.kubernetes.io/revision': '3546343826724305832' };
  stage.create(ReplicaSet, {
    metadata: { name: 'ad-controller', labels, annotations },
    spec,
  } as Draft<ReplicaSet>);
  const { uid } = stage.get(ReplicaSet, 'ad-controller').metadata;
  stage.hold();
  stage.changes.length = 0;
  stage.create(Deployment, webOf(1));
  expect(rollout(stage, 'web-')).toEqual(['v1 0->1', 'R', 'ad-controller 1->0']);
  const adopted = stage.get(ReplicaSet, 'ad-controller');
  expect([
    adopted.metadata.ownerReferences?.[0]?.name,
    adopted.metadata.labels,
    adopted.spec.replicas,
    adopted.metadata.uid,
  ]).toEqual(['web', labels, 0, uid]);
  expect([revisionOf(deployment(stage)), revisionOf(stage.get(ReplicaSet, 'web-7b84c5f95f'))]).toEqual([
    '3546343826724305833',
    '3546343826724305833',
  ]);
});

describe('SD-31 orphaned and made anew', () => {
  const stage = new Stage();
  web(stage, 2);
  const { uid } = stage.get(ReplicaSet, 'web-7b84c5f95f').metadata;
  test('the ReplicaSet and its pods stay, without owner', () => {
    stage.delete(Deployment, 'web', 'Orphan');
    expect([
      stage.list(Deployment),
      stage.get(ReplicaSet, 'web-7b84c5f95f').metadata.ownerReferences,
    ]).toEqual([[], undefined]);
    expect(stage.pods()).toHaveLength(2);
  });
  test('the same manifest adopts it: no new one, no event, revision 1', () => {
    const before = stage.events('web').length;
    stage.create(Deployment, webOf(2));
    expect(
      stage.list(ReplicaSet).map(({ metadata }) => [metadata.uid, metadata.ownerReferences?.[0]?.name]),
    ).toEqual([[uid, 'web']]);
    expect([stage.events('web').length - before, revisionOf(deployment(stage))]).toEqual([0, '1']);
  });
});

test('SD-32 a name that a stranger has: another hash, and nothing told', () => {
  const stage = new Stage();
  const labels = { app: 'stranger' };
  const spec = {
    replicas: 0,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'x', image: 'x' }] } },
  };
  stage.create(ReplicaSet, { metadata: { name: 'web-7b84c5f95f', labels }, spec } as Draft<ReplicaSet>);
  const before = stage.get(ReplicaSet, 'web-7b84c5f95f');
  web(stage, 1);
  stage.pass(1);
  const own = stage.list(ReplicaSet).filter(({ metadata }) => metadata.name !== 'web-7b84c5f95f');
  expect([deployment(stage).status?.collisionCount, own.length, stage.events('web')]).toEqual([
    1,
    1,
    [`Normal ScalingReplicaSet Scaled up replica set ${own[0]?.metadata.name} from 0 to 1`],
  ]);
  expect(stage.get(ReplicaSet, 'web-7b84c5f95f')).toEqual(before);
});

test('SD-39 a restart is a new template, and undoing it takes the stamp off again', async () => {
  const stage = new Stage();
  const stamp = () =>
    deployment(stage).spec.template.metadata?.annotations?.['kubectl.kubernetes.io/restartedAt'];
  web(stage, 1);
  expect(await kubectl(stage, 'rollout restart deploy/web')).toEqual(['deployment.apps/web restarted']);
  expect([stage.secondOf(stamp()), revisions(stage), replicaSets(stage)['v1']]).toEqual([
    expect.closeTo(0, 0),
    [1, 2],
    '0/0/0',
  ]);
  await kubectl(stage, 'rollout undo deploy/web');
  expect([stamp(), revisions(stage), replicaSets(stage)['v1']]).toEqual([undefined, [2, 3], '1/1/1']);
});

test('SD-40 deleted in the background: sets and pods go, failed ones too', () => {
  const stage = new Stage();
  web(stage, 2);
  stage.fail(stage.podNames()[0] ?? '');
  const left = stage.pods().length;
  stage.delete(Deployment, 'web');
  stage.pass(5);
  expect([left, stage.list(ReplicaSet), stage.pods()]).toEqual([3, [], []]);
});
