import { describe, expect, test } from 'vitest';
import { countPods, indexedCounts } from '../../../../../src/controllers/pod-control/replicas/counts.ts';
import { ReplicaSet } from '../../../../../src/kinds/apps/replicaset/kind.ts';
import { isActive } from '../../../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../../../src/kinds/core/pod/kind.ts';
import type { Draft } from '../../../../../src/machinery/object-meta.ts';
import { Stage } from '../../../../support/scenario.ts';

const LABELS = { app: 'rs' };
function staged(minReadySeconds = 0): Stage {
  const stage = new Stage();
  const template = {
    metadata: { labels: LABELS },
    spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] },
  };
  const spec = { replicas: 4, selector: { matchLabels: LABELS }, template, minReadySeconds };
  stage.create(ReplicaSet, { metadata: { name: 'rs' }, spec } as Draft<ReplicaSet>);
  return stage;
}
const set = (stage: Stage): ReplicaSet => stage.get(ReplicaSet, 'rs');
const recount = (stage: Stage) => countPods(set(stage), stage.pods('rs-').filter(isActive), stage.now);

describe('counting pods by indexes', () => {
  test('comes to what a recount comes to, whatever befalls the pods', () => {
    const stage = staged();
    stage.hold();
    const seen = [indexedCounts(stage.client, set(stage))];
    const [first = '', second = '', third = ''] = stage.podNames();
    const told = [recount(stage)];
    const look = (): void => {
      seen.push(indexedCounts(stage.client, set(stage)));
      told.push(recount(stage));
    };
    stage.unready(first);
    look();
    stage.fail(second);
    look();
    stage.linger();
    stage.delete(Pod, third);
    look();
    stage.ready();
    look();
    stage.end();
    look();
    expect(seen).toEqual(told);
  });
  test('is left alone where pods bear other labels than the template', () => {
    const stage = staged();
    const labels = { ...LABELS, more: 'x' };
    stage.edit(Pod, stage.podNames()[0] ?? '', (pod) => ({ ...pod, metadata: { ...pod.metadata, labels } }));
    expect(indexedCounts(stage.client, set(stage))).toBeUndefined();
  });
  test('is left alone while an orphan waits to be adopted', () => {
    const stage = staged();
    const before = set(stage);
    const spec = { containers: [{ name: 'nginx', image: 'nginx:1.25' }] };
    stage.client.create(Pod, { metadata: { name: 'bare', namespace: 'default', labels: LABELS }, spec });
    expect(indexedCounts(stage.client, before)).toBeUndefined();
  });
  test('is left alone where pods have to be Ready for a while', () => {
    const stage = staged(5);
    expect(indexedCounts(stage.client, set(stage))).toBeUndefined();
  });
});
