import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import type { Draft } from '../../../src/machinery/object-meta.ts';
import {
  deployment,
  replicaSets,
  revisionOf,
  revisions,
  setImage,
  stepsOf,
  undoTo,
  web,
  webOf,
} from '../../support/deployments.ts';
import { Stage } from '../../support/scenario.ts';

const HISTORY = 'deployment.kubernetes.io/revision-history';

test('SD-25 going back raises the revision and drops the old number', () => {
  const stage = new Stage();
  web(stage, 1);
  setImage(stage, 'nginx:1.26');
  setImage(stage, 'nginx:1.27');
  undoTo(stage, 1);
  const first = stage.get(ReplicaSet, 'web-7b84c5f95f');
  expect([revisions(stage), revisionOf(first), first.metadata.annotations?.[HISTORY]]).toEqual([
    [2, 3, 4],
    '4',
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

test('SD-28 with a limit of 2 the two last old revisions are left', () => {
  const stage = new Stage();
  web(stage, 1, { revisionHistoryLimit: 2 });
  for (const version of ['1.26', '1.27', '1.28', '1.29']) setImage(stage, `nginx:${version}`);
  expect(revisions(stage)).toEqual([3, 4, 5]);
});

test('SD-29 with a limit of 0 only the present one', () => {
  const stage = new Stage();
  web(stage, 1, { revisionHistoryLimit: 0 });
  setImage(stage, 'nginx:1.26');
  expect(replicaSets(stage)).toEqual({ v2: '1/1/1' });
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
  stage.changes.length = 0;
  web(stage, 1);
  const adopted = stage.get(ReplicaSet, 'ad-controller');
  expect([
    adopted.metadata.ownerReferences?.[0]?.name,
    adopted.metadata.labels,
    adopted.spec.replicas,
  ]).toEqual(['web', labels, 0]);
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

test('SD-39 a restart is a new template, and undoing it takes the stamp off again', () => {
  const stage = new Stage();
  web(stage, 1);
  stage.edit(Deployment, 'web', (object) => {
    const { template } = object.spec;
    const annotations = { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T12:00:00Z' };
    return {
      ...object,
      spec: { ...object.spec, template: { ...template, metadata: { ...template.metadata, annotations } } },
    };
  });
  const restarted = revisions(stage);
  undoTo(stage, 1);
  expect([restarted, revisions(stage), replicaSets(stage)['v1']]).toEqual([[1, 2], [2, 3], '1/1/1']);
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
