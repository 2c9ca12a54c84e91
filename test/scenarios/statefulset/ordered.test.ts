import { describe, expect, test } from 'vitest';
import { ControllerRevision } from '../../../src/kinds/apps/controllerrevision/kind.ts';
import { StatefulSet } from '../../../src/kinds/apps/statefulset/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
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
    expect(places(stage)).toHaveLength(3);
    stage.ready();
    expect(places(stage)).toContain('web-3 v2 Pending');
  });
  test('SS-05 not scaling down past it', () => {
    const stage = stuck();
    setSpec(stage, { replicas: 2 });
    expect(places(stage)).toEqual(['web-0 v1 Ready', 'web-1 v2 Pending']);
  });
  test('SS-06 even when the update is taken back: it heals only when the pod is deleted', () => {
    const stage = new Stage();
    web(stage, 3);
    setImage(stage, 'nginx:bad');
    setImage(stage, 'nginx:1.25');
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
  test('without order both are there, ready and not available; set to 0 they are', () => {
    const stage = new Stage();
    web(stage, 2, { minReadySeconds: 3600, podManagementPolicy: 'Parallel' });
    const before = [set(stage).status?.readyReplicas, set(stage).status?.availableReplicas];
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

test('S-40 of ten revisions the limit, the current and the update one are left', () => {
  const stage = new Stage();
  web(stage, 1, { revisionHistoryLimit: 2 });
  for (let version = 26; version < 36; version++) {
    setImage(stage, `nginx:1.${version}`);
    stage.pass(2);
  }
  expect(revisionNumbers(stage)).toEqual([9, 10, 11]);
});
