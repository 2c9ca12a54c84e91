import { describe, expect, test } from 'vitest';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import type { ReplicaSetSpec } from '../../../src/kinds/apps/replicaset/types.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Draft } from '../../../src/machinery/object-meta.ts';
import { setSpec as setDeployment, web } from '../../support/deployments.ts';
import { Stage } from '../../support/scenario.ts';

const LABELS = { app: 'rs' };
const COST = 'controller.kubernetes.io/pod-deletion-cost';

function setOf(replicas: number): Draft<ReplicaSet> {
  const template = {
    metadata: { labels: LABELS },
    spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] },
  };
  return {
    metadata: { name: 'rs' },
    spec: { replicas, selector: { matchLabels: LABELS }, template },
  } as Draft<ReplicaSet>;
}
const scale = (stage: Stage, replicas: number): void => setSpec(stage, { replicas });
function setSpec(stage: Stage, spec: Partial<ReplicaSetSpec>): void {
  stage.edit(ReplicaSet, 'rs', (set) => ({ ...set, spec: { ...set.spec, ...spec } }));
}
function relabel(stage: Stage, name: string, labels: Readonly<Record<string, string>>): void {
  stage.edit(Pod, name, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels } }));
}
const ownerOf = (stage: Stage, name: string) => stage.get(Pod, name).metadata.ownerReferences?.[0]?.name;

test('SR-01 the pod that costs most to delete is kept', () => {
  const stage = new Stage();
  stage.create(ReplicaSet, setOf(3));
  const [cheap = '', dear = ''] = stage.podNames();
  for (const [name, cost] of [
    [cheap, '-5'],
    [dear, '10'],
  ] as const) {
    stage.edit(Pod, name, (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, annotations: { [COST]: cost } },
    }));
  }
  scale(stage, 1);
  expect(stage.podNames()).toEqual([dear]);
});

test('SR-01 a pod that is not ready goes before one that is', () => {
  const stage = new Stage();
  stage.create(ReplicaSet, setOf(2));
  const [first = '', second] = stage.podNames();
  stage.hold();
  stage.unready(first);
  scale(stage, 1);
  expect(stage.podNames()).toEqual([second]);
});

test('SR-01 a pod that is Pending goes before one that runs', () => {
  const stage = new Stage();
  stage.hold();
  stage.create(ReplicaSet, setOf(2));
  stage.ready();
  const running = stage.pods().filter(({ status }) => status?.phase === 'Running');
  scale(stage, 1);
  expect(stage.podNames()).toEqual(running.map(({ metadata }) => metadata.name));
});

test('SR-01 where a node has more pods of a deployment than others, one of them goes', () => {
  const stage = new Stage();
  web(stage, 4);
  const nodes = () => stage.pods().map(({ spec }) => spec.nodeName);
  const before = nodes().toSorted();
  setDeployment(stage, { replicas: 3 });
  expect([before, nodes().toSorted()]).toEqual([
    ['node-1', 'node-1', 'node-2', 'node-3'],
    ['node-1', 'node-2', 'node-3'],
  ]);
});

test('SR-01 of pods that are alike the one that is Ready for the shortest time', () => {
  const stage = new Stage({ nodes: 1 });
  stage.create(ReplicaSet, setOf(1));
  const first = stage.podNames();
  stage.pass(10);
  scale(stage, 2);
  stage.pass(10);
  scale(stage, 1);
  expect(stage.podNames()).toEqual(first);
});

test('SR-02 an event storm: ten events, the last one combined and counted', () => {
  const stage = new Stage();
  stage.create(ReplicaSet, setOf(0));
  scale(stage, 40);
  const events = stage.events('rs');
  expect([stage.pods().length, events.length]).toEqual([40, 10]);
  expect(events.at(-1)).toMatch(
    /^Normal SuccessfulCreate \(combined from similar events\): Created pod: rs-.{5} x16$/,
  );
});

describe('SR-03 a pod that loses its label', () => {
  const stage = new Stage();
  stage.create(ReplicaSet, setOf(2));
  const [lost = ''] = stage.podNames();
  test('is let go and replaced', () => {
    relabel(stage, lost, {});
    expect([stage.pods().length, ownerOf(stage, lost)]).toEqual([3, undefined]);
  });
  test('and taken back when it has it again: one of three goes', () => {
    stage.pass(10);
    relabel(stage, lost, LABELS);
    expect([
      stage.pods().length,
      stage.pods().every(({ metadata }) => ownerOf(stage, metadata.name) === 'rs'),
    ]).toEqual([2, true]);
    const reasons = stage.events('rs').map((event) => event.split(' ')[1]);
    expect(reasons).toEqual(['SuccessfulCreate', 'SuccessfulCreate', 'SuccessfulCreate', 'SuccessfulDelete']);
  });
});

test('SR-04 a bare pod that matches is adopted, and none is made', () => {
  const stage = new Stage();
  const pod = {
    metadata: { name: 'bare', labels: LABELS },
    spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] },
  };
  stage.create(Pod, pod);
  stage.create(ReplicaSet, setOf(1));
  expect([stage.podNames(), ownerOf(stage, 'bare')]).toEqual([['bare'], 'rs']);
});

test('C-2 a bare pod that comes later wakes the set', () => {
  const stage = new Stage();
  stage.create(ReplicaSet, setOf(1));
  stage.pass(10);
  stage.create(Pod, {
    metadata: { name: 'bare', labels: LABELS },
    spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] },
  });
  expect(stage.pods()).toHaveLength(1);
});

test('SR-05 a failed pod is replaced and stays', () => {
  const stage = new Stage();
  stage.create(ReplicaSet, setOf(1));
  const [failed = ''] = stage.podNames();
  stage.fail(failed);
  expect([
    stage.pods().length,
    stage.get(Pod, failed).status?.phase,
    stage.get(ReplicaSet, 'rs').status?.replicas,
  ]).toEqual([2, 'Failed', 1]);
});

test('SR-07 another template changes no pod that is there', () => {
  const stage = new Stage();
  stage.create(ReplicaSet, setOf(1));
  const { template } = stage.get(ReplicaSet, 'rs').spec;
  const containers = template.spec.containers.map((container) => ({ ...container, image: 'nginx:1.26' }));
  setSpec(stage, { template: { ...template, spec: { ...template.spec, containers } } });
  const images = () => stage.pods().map(({ spec }) => spec.containers[0]?.image);
  const before = images();
  stage.delete(Pod, stage.podNames()[0] ?? '');
  expect([before, images()]).toEqual([['nginx:1.25'], ['nginx:1.26']]);
});

test('R-4 a terminating pod is replaced while it is still there', () => {
  const stage = new Stage();
  stage.create(ReplicaSet, setOf(1));
  stage.linger();
  stage.delete(Pod, stage.podNames()[0] ?? '');
  expect([stage.pods().length, stage.get(ReplicaSet, 'rs').status?.replicas]).toEqual([2, 1]);
});
