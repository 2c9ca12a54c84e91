import { describe, expect, test } from 'vitest';
import { ControllerRevision } from '../../../src/kinds/apps/controllerrevision/kind.ts';
import { StatefulSet } from '../../../src/kinds/apps/statefulset/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';
import {
  comings,
  counts,
  places,
  revisionNumbers,
  set,
  setImage,
  setOf,
  setSpec,
  V1,
  V2,
  web,
} from '../../support/stateful-sets.ts';

describe('SS-01 an ordered start', () => {
  const stage = new Stage();
  stage.hold();
  stage.create(StatefulSet, setOf(3));
  test('only web-0 is made', () => expect(places(stage)).toEqual(['web-0 v1 Pending']));
  test('the status', () => {
    expect(set(stage).status).toEqual({
      observedGeneration: 1,
      replicas: 1,
      currentReplicas: 1,
      updatedReplicas: 1,
      currentRevision: V1,
      updateRevision: V1,
      collisionCount: 0,
      availableReplicas: 0,
    });
  });
  test('labels and identity of web-0', () => {
    const { metadata, spec } = stage.get(Pod, 'web-0');
    expect([metadata.labels, metadata.generateName, spec.hostname, spec.subdomain]).toEqual([
      {
        app: 'web',
        'controller-revision-hash': V1,
        'statefulset.kubernetes.io/pod-name': 'web-0',
        'apps.kubernetes.io/pod-index': '0',
      },
      'web-',
      'web-0',
      'web',
    ]);
  });
  test('its revision', () => {
    const [revision] = stage.list(ControllerRevision);
    expect([revision?.metadata.name, revision?.metadata.labels, revision?.revision]).toEqual([
      V1,
      { app: 'web', 'controller.kubernetes.io/hash': '775cd5cf98' },
      1,
    ]);
  });
  test('each next one when the one before is Ready', () => {
    const seen: (readonly string[])[] = [];
    while (stage.ready()) seen.push(places(stage).map((place) => place.replace(' v1', '')));
    expect(seen).toEqual([
      ['web-0 Ready', 'web-1 Pending'],
      ['web-0 Ready', 'web-1 Ready', 'web-2 Pending'],
      ['web-0 Ready', 'web-1 Ready', 'web-2 Ready'],
    ]);
  });
  test('one event a pod', () => {
    expect(stage.events('web')).toEqual(
      [0, 1, 2].map(
        (ordinal) => `Normal SuccessfulCreate create Pod web-${ordinal} in StatefulSet web successful`,
      ),
    );
  });
});

test('SS-02 rollout status of an ordered start counts down', async () => {
  const stage = new Stage();
  stage.hold();
  stage.create(StatefulSet, setOf(3));
  expect(await kubectl(stage, 'rollout status sts/web', { meanwhile: () => stage.ready() })).toEqual([
    'Waiting for 3 pods to be ready...',
    // Twice: the sync that sees the pod Ready makes the next one, which only the sync after it counts.
    'Waiting for 2 pods to be ready...',
    'Waiting for 2 pods to be ready...',
    'Waiting for 1 pods to be ready...',
    'Waiting for 1 pods to be ready...',
    'partitioned roll out complete: 3 new pods have been updated...',
  ]);
});

describe('SS-03 a rolling update', () => {
  const stage = new Stage();
  web(stage, 3);
  stage.hold();
  setImage(stage, 'nginx:1.26');
  test('stops after the highest pod', () => {
    expect([places(stage), counts(stage)]).toEqual([
      ['web-0 v1 Ready', 'web-1 v1 Ready', 'web-2 v2 Pending'],
      [2, 1, 2],
    ]);
  });
  test('goes on one at a time, downwards', () => {
    stage.ready();
    expect(places(stage)).toEqual(['web-0 v1 Ready', 'web-1 v2 Pending', 'web-2 v2 Ready']);
    stage.ready();
    expect(places(stage)).toEqual(['web-0 v2 Pending', 'web-1 v2 Ready', 'web-2 v2 Ready']);
    expect(set(stage).status?.currentRevision).toBe(V1);
    stage.ready();
    expect([set(stage).status?.currentRevision, counts(stage)]).toEqual([V2, [3, 3, 3]]);
  });
  test('its events', () => {
    expect(stage.events('web').filter((event) => event.includes('web-2'))).toEqual([
      'Normal SuccessfulDelete delete Pod web-2 in StatefulSet web successful',
      'Normal SuccessfulCreate create Pod web-2 in StatefulSet web successful x2',
    ]);
  });
});

describe('what an unhealthy pod stops', () => {
  const stuck = (): Stage => {
    const stage = new Stage();
    web(stage, 3);
    stage.hold();
    setImage(stage, 'nginx:1.26');
    return stage;
  };
  test('SS-04 scaling up', () => {
    const stage = stuck();
    setSpec(stage, { replicas: 5 });
    stage.pass(60);
    const stopped = places(stage);
    stage.ready();
    expect([stopped, places(stage)]).toEqual([
      ['web-0 v1 Ready', 'web-1 v1 Ready', 'web-2 v2 Pending'],
      ['web-0 v1 Ready', 'web-1 v1 Ready', 'web-2 v2 Ready', 'web-3 v2 Pending'],
    ]);
  });
  test('SS-05 not scaling down past it', () => {
    const stage = stuck();
    comings(stage);
    setSpec(stage, { replicas: 2 });
    expect([comings(stage), places(stage)]).toEqual([
      ['-web-2', '-web-1', '+web-1'],
      ['web-0 v1 Ready', 'web-1 v2 Pending'],
    ]);
  });
  test('SS-06 even when the update is taken back: it heals only when the pod is deleted', async () => {
    const stage = new Stage();
    web(stage, 3);
    setImage(stage, 'nginx:bad');
    expect(await kubectl(stage, 'rollout undo sts/web')).toEqual(['statefulset.apps/web rolled back']);
    stage.pass(60);
    expect([set(stage).status?.updateRevision, places(stage)[2]?.endsWith('Pending')]).toEqual([V1, true]);
    stage.delete(Pod, 'web-2');
    expect(places(stage)).toEqual(['web-0 v1 Ready', 'web-1 v1 Ready', 'web-2 v1 Ready']);
    expect(revisionNumbers(stage)).toEqual([2, 3]);
  });
  test('SS-07 a lower one stops scaling up and down', () => {
    const stage = new Stage();
    web(stage, 3);
    stage.hold();
    stage.unready('web-0');
    setSpec(stage, { replicas: 5 });
    expect(stage.podNames()).toEqual(['web-0', 'web-1', 'web-2']);
    setSpec(stage, { replicas: 1 });
    expect(stage.podNames()).toEqual(['web-0', 'web-1', 'web-2']);
    comings(stage);
    stage.ready('web-0');
    expect(comings(stage)).toEqual(['-web-2', '-web-1']);
  });
});

test('SS-08 an ordered scale-down: each waits until the one before is gone', () => {
  const stage = new Stage();
  web(stage, 5);
  stage.linger();
  setSpec(stage, { replicas: 2 });
  const terminating = () => places(stage).filter((place) => place.endsWith('Terminating'));
  const seen: (readonly string[])[] = [];
  for (let round = 0; round < 3; round++) {
    seen.push(terminating());
    stage.end();
  }
  expect(seen).toEqual([['web-4 v1 Terminating'], ['web-3 v1 Terminating'], ['web-2 v1 Terminating']]);
  expect(stage.podNames()).toEqual(['web-0', 'web-1']);
});

describe('SS-14 start ordinals', () => {
  const stage = new Stage();
  web(stage, 3, { ordinals: { start: 2 } });
  test('from 2', () => expect(stage.podNames()).toEqual(['web-2', 'web-3', 'web-4']));
  test('moved to 4: first what is missing in range, then down', () => {
    comings(stage);
    setSpec(stage, { ordinals: { start: 4 }, replicas: 2 });
    expect([comings(stage), stage.podNames()]).toEqual([
      ['+web-5', '-web-3', '-web-2'],
      ['web-4', 'web-5'],
    ]);
  });
  test('taken away', () => {
    const { ordinals: _, ...spec } = set(stage).spec;
    stage.edit(StatefulSet, 'web', (object) => ({ ...object, spec }));
    expect(comings(stage)).toEqual(['+web-0', '+web-1', '-web-5', '-web-4']);
  });
});

test('SS-19 a failed pod is deleted and made again under its name', () => {
  const stage = new Stage();
  web(stage, 2);
  comings(stage);
  stage.fail('web-1');
  expect([comings(stage), places(stage)]).toEqual([
    ['-web-1', '+web-1'],
    ['web-0 v1 Ready', 'web-1 v1 Ready'],
  ]);
  expect(stage.events('web')).toContain(
    'Normal SuccessfulDelete delete Pod web-1 in StatefulSet web successful',
  );
});

test('SS-20 a name label that was taken off comes back', () => {
  const stage = new Stage();
  web(stage, 1);
  stage.edit(Pod, 'web-0', (pod) => {
    const { 'statefulset.kubernetes.io/pod-name': _, ...labels } = pod.metadata.labels ?? {};
    return { ...pod, metadata: { ...pod.metadata, labels } };
  });
  expect(stage.get(Pod, 'web-0').metadata.labels?.['statefulset.kubernetes.io/pod-name']).toBe('web-0');
  expect(stage.events('web').at(-1)).toBe(
    'Normal SuccessfulUpdate update Pod web-0 in StatefulSet web successful',
  );
});

describe('SS-21 minReadySeconds 3600', () => {
  test('in order, web-1 waits for an hour', () => {
    const stage = new Stage();
    web(stage, 2, { minReadySeconds: 3600 });
    stage.pass(3500);
    const before = stage.podNames();
    stage.pass(4000);
    expect([before, stage.podNames()]).toEqual([['web-0'], ['web-0', 'web-1']]);
  });
  test('without order both are there, ready and not available; set to 0 they are', async () => {
    const stage = new Stage();
    web(stage, 2, { minReadySeconds: 3600, podManagementPolicy: 'Parallel' });
    const before = [set(stage).status?.readyReplicas, set(stage).status?.availableReplicas];
    expect(await kubectl(stage, 'rollout status sts/web')).toEqual([
      'partitioned roll out complete: 2 new pods have been updated...',
    ]);
    setSpec(stage, { minReadySeconds: 0 });
    expect([before, set(stage).status?.availableReplicas]).toEqual([[2, 0], 2]);
  });
});

test('SS-22 deleted, all pods end together', () => {
  const stage = new Stage();
  web(stage, 3);
  stage.linger();
  stage.delete(StatefulSet, 'web');
  stage.pass(5);
  expect(places(stage).filter((place) => place.endsWith('Terminating'))).toHaveLength(3);
});

test('SS-23 what of a set cannot be changed', async () => {
  const stage = new Stage();
  web(stage, 1);
  const patch = `patch sts/web -p '{"spec":{"serviceName":"other"}}'`;
  expect(await kubectl(stage, patch)).toEqual([
    `! The StatefulSet "web" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    '[exit 1]',
  ]);
});

test('SS-24 a revision has the name that a real one has', async () => {
  const stage = new Stage();
  const manifest = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: test-sts }
spec:
  replicas: 2
  serviceName: nginx
  selector: { matchLabels: { app: nginx } }
  template:
    metadata: { labels: { app: nginx } }
    spec:
      containers:
      - name: nginx-server
        image: nginx
        imagePullPolicy: IfNotPresent
        resources: { requests: { cpu: 50m, memory: 50Mi }, limits: { cpu: 100m, memory: 100Mi } }
`;
  await kubectl(stage, 'apply -f test-sts.yaml', { files: { 'test-sts.yaml': manifest } });
  const { currentRevision, updateRevision } = stage.get(StatefulSet, 'test-sts').status ?? {};
  const names = stage.list(ControllerRevision).map(({ metadata }) => metadata.name);
  expect([currentRevision, updateRevision, names]).toEqual([
    'test-sts-7f9b576867',
    'test-sts-7f9b576867',
    ['test-sts-7f9b576867'],
  ]);
});

test('S-40 of ten revisions the limit, the current and the update one are left', () => {
  const stage = new Stage();
  web(stage, 1, { revisionHistoryLimit: 2 });
  for (let version = 26; version < 36; version++) {
    setImage(stage, `nginx:1.${version}`);
    stage.pass(2);
  }
  expect(revisionNumbers(stage)).toEqual([9, 10, 11]);
});
