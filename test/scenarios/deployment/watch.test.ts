import { expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { setImage, setSpec, web, webOf } from '../../support/deployments.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';

/** READY UP-TO-DATE AVAILABLE of each state of the deployment, as a watch prints them. */
function rows(stage: Stage): readonly string[] {
  return stage.changes
    .filter(({ entry }) => entry.key.startsWith('apps/deployments/'))
    .map(({ entry }) => {
      const { spec, status } = entry.value as Deployment;
      const { readyReplicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
      return `${readyReplicas}/${spec.replicas} ${updatedReplicas} ${availableReplicas}`;
    });
}

test('scaling from 1 to 2 shows as many states as on a real cluster', () => {
  const stage = new Stage();
  web(stage, 1);
  stage.hold();
  setSpec(stage, { replicas: 2 });
  stage.ready();
  expect(rows(stage)).toEqual(['1/2 1 1', '1/2 1 1', '1/2 1 1', '1/2 2 1', '2/2 2 2']);
});

test('SD-02 rollout status tells of a new deployment of 3, one pod Ready at a time', async () => {
  const stage = new Stage();
  stage.hold();
  stage.client.create(Deployment, { ...webOf(3), metadata: { name: 'web', namespace: 'default' } });
  const status = 'rollout status deploy/web';
  expect(await kubectl(stage, `${status} --watch=false`)).toEqual([
    'Waiting for deployment spec update to be observed...',
  ]);
  stage.settle();
  expect(await kubectl(stage, status, { meanwhile: () => stage.ready() })).toEqual([
    'Waiting for deployment "web" rollout to finish: 0 of 3 updated replicas are available...',
    'Waiting for deployment "web" rollout to finish: 1 of 3 updated replicas are available...',
    'Waiting for deployment "web" rollout to finish: 2 of 3 updated replicas are available...',
    'deployment "web" successfully rolled out',
  ]);
});

test('SD-02 what a watch sees meanwhile', () => {
  const stage = new Stage();
  stage.hold();
  stage.create(Deployment, webOf(3));
  while (stage.ready());
  const told = rows(stage).filter((row, index, all) => row !== all[index - 1]);
  expect(told).toEqual(['0/3 0 0', '0/3 3 0', '1/3 3 1', '2/3 3 2', '3/3 3 3']);
});

test('a changed image is seen before anything of it is there', () => {
  const stage = new Stage();
  web(stage, 1);
  stage.hold();
  setImage(stage, 'nginx:1.26');
  expect(rows(stage).slice(0, 3)).toEqual(['1/1 1 1', '1/1 1 1', '1/1 0 1']);
});
