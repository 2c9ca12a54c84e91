import { expect, test } from 'vitest';
import { ReplicationController } from '../../../src/kinds/core/replicationcontroller/kind.ts';
import type { Draft } from '../../../src/machinery/object-meta.ts';
import { Stage } from '../../support/scenario.ts';

const labels = { app: 'legacy' };
const legacy = {
  metadata: { name: 'legacy' },
  spec: {
    replicas: 2,
    selector: labels,
    template: { metadata: { labels }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] } },
  },
} as Draft<ReplicationController>;

test('a ReplicationController keeps its pods, under its own name', () => {
  const stage = new Stage();
  stage.create(ReplicationController, legacy);
  const [pod] = stage.pods();
  expect(
    pod?.metadata.ownerReferences?.map(({ apiVersion, kind, name }) => [apiVersion, kind, name]),
  ).toEqual([['v1', 'ReplicationController', 'legacy']]);
  expect(stage.get(ReplicationController, 'legacy').status).toEqual({
    replicas: 2,
    fullyLabeledReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    observedGeneration: 1,
  });
  expect(stage.events('legacy').map((event) => event.slice(0, -5))).toEqual(
    Array(2).fill('Normal SuccessfulCreate Created pod: legacy-'),
  );
});

test('scaled down, it deletes what is too much', () => {
  const stage = new Stage();
  stage.create(ReplicationController, legacy);
  stage.edit(ReplicationController, 'legacy', (one) => ({ ...one, spec: { ...one.spec, replicas: 1 } }));
  expect(stage.pods()).toHaveLength(1);
});
