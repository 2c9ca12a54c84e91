import { describe, expect, test } from 'vitest';
import { keyOf } from '../../../src/apiserver/registry.ts';
import { StatefulSet } from '../../../src/kinds/apps/statefulset/kind.ts';
import type { StatefulSetSpec } from '../../../src/kinds/apps/statefulset/types.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { assert } from '../../../src/machinery/assert.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';
import {
  comings,
  counts,
  places,
  set,
  setImage,
  setOf,
  setSpec,
  V1,
  V2,
  web,
} from '../../support/stateful-sets.ts';
import matrix from '../../vectors/statefulset-update-matrix.json' with { type: 'json' };

const partition = (count: number): Pick<StatefulSetSpec, 'updateStrategy'> => ({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: count } },
});
const ON_DELETE: Pick<StatefulSetSpec, 'updateStrategy'> = { updateStrategy: { type: 'OnDelete' } };
const PARALLEL: Pick<StatefulSetSpec, 'podManagementPolicy'> = { podManagementPolicy: 'Parallel' };

describe('SS-09 Parallel', () => {
  const stage = new Stage();
  stage.hold();
  stage.create(StatefulSet, setOf(3, PARALLEL));
  test('all pods are made at once', () => {
    expect(places(stage)).toEqual(['web-0 v1 Pending', 'web-1 v1 Pending', 'web-2 v1 Pending']);
  });
  test('but updates go one at a time', () => {
    while (stage.ready());
    setImage(stage, 'nginx:1.26');
    expect(places(stage)).toEqual(['web-0 v1 Ready', 'web-1 v1 Ready', 'web-2 v2 Pending']);
  });
  test('scaled up meanwhile, new ones are born new at once', () => {
    setSpec(stage, { replicas: 5 });
    expect(places(stage).slice(2)).toEqual(['web-2 v2 Pending', 'web-3 v2 Pending', 'web-4 v2 Pending']);
  });
  test('scaled down to 1, all others go at once, and the last one for the update', () => {
    comings(stage);
    setSpec(stage, { replicas: 1 });
    expect(comings(stage)).toEqual(['-web-4', '-web-3', '-web-2', '-web-1', '-web-0', '+web-0']);
  });
});

describe('Parallel, in bulk', () => {
  test('3 to 30', () => {
    const stage = new Stage();
    web(stage, 3, PARALLEL);
    setSpec(stage, { replicas: 30 });
    expect(set(stage).status?.readyReplicas).toBe(30);
  });
  test('10 to 1', () => {
    const stage = new Stage();
    web(stage, 10, PARALLEL);
    setSpec(stage, { replicas: 1 });
    expect(stage.podNames()).toEqual(['web-0']);
  });
});

test('SS-10 a partition beyond the replicas: a new revision and no pod of it', async () => {
  const stage = new Stage();
  web(stage, 3, partition(3));
  setImage(stage, 'nginx:1.26');
  const { currentRevision, updateRevision, updatedReplicas } = set(stage).status ?? {};
  expect([places(stage), currentRevision, updateRevision, updatedReplicas]).toEqual([
    ['web-0 v1 Ready', 'web-1 v1 Ready', 'web-2 v1 Ready'],
    V1,
    V2,
    undefined,
  ]);
  expect(await kubectl(stage, 'rollout status sts/web')).toEqual([
    'partitioned roll out complete: 0 new pods have been updated...',
  ]);
});

describe('SS-11 SS-12 a canary, then all', () => {
  const stage = new Stage();
  web(stage, 3, partition(2));
  setImage(stage, 'nginx:1.26');
  test('only web-2 moves', () => {
    expect([places(stage), counts(stage)]).toEqual([
      ['web-0 v1 Ready', 'web-1 v1 Ready', 'web-2 v2 Ready'],
      [2, 1, 3],
    ]);
  });
  test('and rollout status is content', async () => {
    expect(await kubectl(stage, 'rollout status sts/web')).toEqual([
      'partitioned roll out complete: 1 new pods have been updated...',
    ]);
  });
  test('deleted pods come back as they were', () => {
    stage.delete(Pod, 'web-0');
    stage.delete(Pod, 'web-2');
    expect(places(stage)).toEqual(['web-0 v1 Ready', 'web-1 v1 Ready', 'web-2 v2 Ready']);
  });
  test('a further pod is new', () => {
    setSpec(stage, { replicas: 4 });
    expect(places(stage)[3]).toBe('web-3 v2 Ready');
  });
  test('the partition taken down: web-1, then web-0', () => {
    comings(stage);
    setSpec(stage, partition(0));
    stage.pass(2);
    expect(comings(stage)).toEqual(['-web-1', '+web-1', '-web-0', '+web-0']);
    expect([set(stage).status?.currentRevision, counts(stage)]).toEqual([V2, [4, 4, 4]]);
  });
});

describe('SS-13 OnDelete', () => {
  const stage = new Stage();
  web(stage, 2, ON_DELETE);
  setImage(stage, 'nginx:1.26');
  test('nothing moves by itself', () => expect(places(stage)).toEqual(['web-0 v1 Ready', 'web-1 v1 Ready']));
  test('and rollout status has nothing to tell', async () => {
    expect(await kubectl(stage, 'rollout status sts/web')).toEqual([
      '! error: rollout status is only available for RollingUpdate strategy type',
      '[exit 1]',
    ]);
  });
  test('deleted pods come back new; the current revision never moves', () => {
    stage.delete(Pod, 'web-0');
    stage.delete(Pod, 'web-1');
    expect([places(stage), counts(stage), set(stage).status?.currentRevision]).toEqual([
      ['web-0 v2 Ready', 'web-1 v2 Ready'],
      [undefined, 2, 2],
      V1,
    ]);
  });
});

describe('SS-25 two at a time, where maxUnavailable is served', () => {
  /** The field belongs to a feature that is off: it is there because a server with the feature wrote it. */
  const twoAtATime = (stage: Stage): void => {
    const { store } = stage.cluster;
    const entry = store.get(keyOf(StatefulSet, 'default', 'web'));
    assert(entry, 'web is stored');
    const { spec } = entry.value as StatefulSet;
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } };
    const value = { ...entry.value, spec: { ...spec, updateStrategy } };
    store.commit([{ key: entry.key, value, expects: entry.modified }]);
  };
  test('the two highest go in one sync, and one more with each that is well again', () => {
    const stage = new Stage();
    web(stage, 3);
    twoAtATime(stage);
    stage.hold();
    comings(stage);
    setImage(stage, 'nginx:1.26');
    expect([comings(stage).slice(0, 2), places(stage)]).toEqual([
      ['-web-2', '-web-1'],
      ['web-0 v1 Ready', 'web-1 v2 Pending'],
    ]);
    stage.ready();
    expect(places(stage)).toEqual(['web-0 v1 Ready', 'web-1 v2 Ready', 'web-2 v2 Pending']);
    stage.ready();
    expect(places(stage)).toEqual(['web-0 v2 Pending', 'web-1 v2 Ready', 'web-2 v2 Ready']);
  });
  test('one that is not well counts', () => {
    const stage = new Stage();
    web(stage, 3, PARALLEL);
    twoAtATime(stage);
    stage.hold();
    stage.unready('web-0');
    comings(stage);
    setImage(stage, 'nginx:1.26');
    expect(comings(stage)).toEqual(['-web-2', '+web-2']);
  });
});

interface MatrixRow {
  readonly podManagementPolicy: string;
  readonly name: string;
  readonly initialReplicas: number;
  readonly newReplicas: number;
  readonly rollingUpdate: { readonly expectedImages: readonly string[] };
  readonly rollingUpdatePartition2: { readonly expectedImages: readonly string[] } | null;
  readonly onDelete: {
    readonly expectedImagesAfterUpdate: readonly string[];
    readonly expectedImagesAfterScaleTo0AndBack: readonly string[];
  };
  readonly rollbackToFirstRevision: { readonly expectedImages: readonly string[] };
}

describe('what image each pod has after an edit', () => {
  const images = (stage: Stage): readonly string[] =>
    stage.pods().map(({ spec }) => (spec.containers[0]?.image === 'nginx:1.25' ? 'orig' : 'foo'));
  const edited = (row: MatrixRow, strategy: Pick<StatefulSetSpec, 'updateStrategy'>): Stage => {
    const stage = new Stage();
    const podManagementPolicy = row.podManagementPolicy as 'Parallel';
    web(stage, row.initialReplicas, { podManagementPolicy, ...strategy });
    edit(stage, row.newReplicas, 'nginx:foo');
    return stage;
  };
  const edit = (stage: Stage, replicas: number, image: string): void => {
    const { template } = set(stage).spec;
    const containers = template.spec.containers.map((container) => ({ ...container, image }));
    setSpec(stage, { replicas, template: { ...template, spec: { ...template.spec, containers } } });
    stage.pass(5);
  };
  describe.each(matrix.cases as readonly MatrixRow[])('$podManagementPolicy: $name', (row) => {
    test('RollingUpdate', () =>
      expect(images(edited(row, partition(0)))).toEqual(row.rollingUpdate.expectedImages));
    const behind = row.rollingUpdatePartition2;
    if (behind !== null)
      test('partition 2', () => {
        expect(images(edited(row, partition(2)))).toEqual(behind.expectedImages);
      });
    test('OnDelete', () => {
      const stage = edited(row, ON_DELETE);
      expect(images(stage)).toEqual(row.onDelete.expectedImagesAfterUpdate);
      setSpec(stage, { replicas: 0 });
      stage.pass(5);
      setSpec(stage, { replicas: row.newReplicas });
      stage.pass(5);
      expect(images(stage)).toEqual(row.onDelete.expectedImagesAfterScaleTo0AndBack);
    });
    test('taken back', () => {
      const stage = edited(row, partition(0));
      edit(stage, row.newReplicas, 'nginx:1.25');
      expect(images(stage)).toEqual(row.rollbackToFirstRevision.expectedImages);
    });
  });
});
