import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await Sim.create({ kubelet: 'fast' });
  await sim.ok('run', 'web', '--image=nginx', '--port=80');
  await sim.ok('expose', 'pod', 'web', '--name=front', '--port=8080');
  await sim.ok('create', 'deployment', 'shop', '--image=nginx', '--port=81');
  await sim.ok('rollout', 'status', 'deployment/shop');
});
afterAll(() => sim.remove());

// What kubectl 1.33 offers.
// biome-ignore format: one case a line
test.each([
  { line: ['port-forward', 'w'], is: ['web', ':4'] },
  { line: ['port-forward', 'dep'], is: ['deployments/', ':6'] },
  { line: ['port-forward', 'web', ''], is: ['80:80', ':4'] },
  { line: ['port-forward', 'pod/web', '9'], is: ['9:80', ':4'] },
  { line: ['port-forward', 'deploy/shop', ''], is: ['81:81', ':4'] },
  { line: ['port-forward', 'svc/front', ''], is: ['8080:8080', ':4'] },
  { line: ['port-forward', 'svc/nope', ''], is: [':4'] },
  { line: ['port-forward', 'web', '80', ''], is: [':4'] },
  { line: ['exec', 'w'], is: ['web', ':4'] },
  { line: ['exec', 'web', ''], is: [':4'] },
  { line: ['exec', 'web', '-c', ''], is: ['web', ':4'] },
  { line: ['exec', 'deploy/shop', '-c', ''], is: ['nginx', ':4'] },
  { line: ['attach', 'deploy'], is: ['deployments/', ':6'] },
  { line: ['logs', 'deploy/shop', ''], is: ['nginx', ':4'] },
  { line: ['debug', 'pods', 'w'], is: ['web', ':4'] },
])('completion of $line', async ({ line, is }) => {
  expect((await sim.ok('__complete', ...line)).trimEnd().split('\n')).toEqual(is);
});
