import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await Sim.create({ kubelet: 'fast' });
  await sim.ok('create', 'deployment', 'web', '--image=nginx:1.25', '--replicas=2');
  await sim.ok('create', 'namespace', 'stg');
  await sim.ok(
    'create',
    'cronjob',
    'hello',
    '--image=busybox',
    '--schedule=@daily',
    '-n',
    'stg',
    '--',
    'true',
  );
  await sim.ok('create', 'job', 'manual', '--from=cronjob/hello', '-n', 'stg');
  await sim.ok('clock', 'advance', '5s');
});
afterAll(() => sim.remove());

/** The NAME column, random endings left out. */
const names = (text: string) =>
  text
    .split('\n')
    .slice(1, -1)
    .map((line) => /^\S* +((?:[│├└─] ?| {2})*\w+\/\S+)/.exec(line)?.[1]?.replace(/-\w{5}$/, '-*'));

describe('sim tree', () => {
  test('a deployment owns replica sets, and they own pods', async () => {
    expect(names(await sim.ok('tree', 'deployment', 'web'))).toEqual([
      'Deployment/web',
      '└─ReplicaSet/web-7b84c5f95f',
      '├─Pod/web-7b84c5f95f-*',
      '└─Pod/web-7b84c5f95f-*',
    ]);
  });

  test.each([['deploy/web'], ['deployments.apps/web'], ['deployment', 'web']])(
    '%s %s names the same object',
    async (...words) => {
      expect(await sim.ok('tree', ...words)).toBe(await sim.ok('tree', 'deployment', 'web'));
    },
  );

  test('-n looks in another namespace, -A in all of them', async () => {
    const there = await sim.ok('tree', 'cronjob', 'hello', '-n', 'stg');
    expect(there).toContain('stg        └─Job/manual');
    expect(await sim.ok('tree', 'cj', 'hello', '-n', 'stg', '-A')).toBe(there);
  });

  test('-l keeps only what has the labels', async () => {
    expect(await sim.ok('tree', 'deployment', 'web', '-l', 'app=other')).toBe(
      'No resources are owned by this object through ownerReferences.\n',
    );
  });

  test.each([
    [['svc', 'kubernetes'], 0, ''],
    [
      ['deployment', 'nosuch'],
      1,
      'Error: failed to get deployment/nosuch: deployments.apps "nosuch" not found\n',
    ],
    [['deployment'], 1, 'Error: specify the kubernetes object in KIND NAME or KIND/NAME form\n'],
    [['a/b/c'], 1, 'Error: arguments in KIND/NAME form may not have more than one slash\n'],
    [[], 1, 'Error: accepts between 1 and 2 arg(s), received 0\n'],
    [['a', 'b', 'c'], 1, 'Error: accepts between 1 and 2 arg(s), received 3\n'],
    [['wonder', 'x'], 1, 'error: the server doesn\'t have a resource type "wonder"\n'],
  ])('%j: exit %i', async (words, exit, err) => {
    const answer = await sim.run(['tree', ...words]);
    expect([answer.exit, answer.err]).toEqual([exit, err]);
  });
});
