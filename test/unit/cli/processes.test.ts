import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Program } from '../../support/processes.ts';

let program: Program;
beforeAll(async () => {
  program = new Program();
  await program.ok('cluster', 'create', '--kubelet=fast', '--seed=1');
  await program.ok('create', 'deployment', 'web', '--image=nginx');
}, 30_000);
afterAll(() => program.remove());

describe('several processes at one state', () => {
  test('get --watch shows what scale does elsewhere, and ends quietly when interrupted', async () => {
    const watch = program.start('get', 'deployments', '--watch');
    await watch.says('1/1');
    await program.ok('scale', 'deployment/web', '--replicas=2');
    await watch.says('2/2');
    watch.child.kill('SIGINT');
    const { exit, err } = await watch.done;
    expect([exit, err]).toEqual([130, '']);
  }, 30_000);

  test('tree --watch draws the tree again when something changes elsewhere', async () => {
    const watch = program.start('tree', 'deployment', 'web', '--watch');
    await watch.says('Deployment/web');
    await program.ok('scale', 'deployment/web', '--replicas=3');
    await watch.says(/(Pod\/web[^P]*){2}(.|\n)*NAMESPACE(.|\n)*(Pod\/web[^P]*){3}/);
    watch.child.kill('SIGINT');
    expect((await watch.done).exit).toBe(130);
  }, 30_000);

  test('reconcile --watch tells which controller did what when another process scales', async () => {
    const watch = program.start('reconcile', '--watch');
    await watch.says('Running the controllers');
    await program.ok('scale', 'deployment/web', '--replicas=4');
    await watch.says(/replicaset-controller +created {2}Pod default\/web-\S+ \(for default\/web-\S+\)/);
    const lines = watch.said().split('\n');
    expect(lines.find((line) => line.includes('spec.replicas'))).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} {2}\(elsewhere\) +updated {2}Deployment default\/web: spec\.replicas \d → \d$/,
    );
    expect(lines.find((line) => line.includes('says'))).toMatch(
      /^\S+ {2}deployment-controller +says +Deployment default\/web: ScalingReplicaSet Scaled up replica set \S+ from \d to \d$/,
    );
    watch.child.kill('SIGINT');
    expect((await watch.done).exit).toBe(130);
  }, 30_000);

  test('four that change one object at once lose nothing', async () => {
    await program.ok('create', 'deployment', 'shared', '--image=nginx');
    const rows = ['a', 'b', 'c', 'd'];
    const writer = async (row: string): Promise<void> => {
      await program.ok('create', 'deployment', row, '--image=nginx');
      for (let i = 1; i <= 5; i++) {
        await program.ok('scale', `deployment/${row}`, `--replicas=${i % 2}`);
        await program.ok('annotate', 'deployment/shared', `${row}-${i}=done`);
      }
    };
    await Promise.all(rows.map(writer));
    const generations = await program.ok(
      'get',
      'deployments',
      ...rows,
      '-o',
      'jsonpath={.items[*].metadata.generation}',
    );
    // The first of five does not change anything: one replica is there from the start.
    expect(generations).toBe('5 5 5 5');
    const { metadata } = JSON.parse(await program.ok('get', 'deployment', 'shared', '-o', 'json'));
    const done = Object.keys(metadata.annotations).filter((name) => /^[a-d]-\d$/.test(name));
    expect(done.length).toBe(20);
  }, 60_000);

  test('killed while it writes: the state is as it was before, or as it is after', async () => {
    const replicas = async (): Promise<string> =>
      program.ok('get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas} {.metadata.generation}');
    for (const delay of [40, 60, 75, 90, 110]) {
      const before = await replicas();
      const [count = '', generation = ''] = before.split(' ');
      const wanted = count === '1' ? 2 : 1;
      const scale = program.start('scale', 'deployment/web', `--replicas=${wanted}`);
      setTimeout(() => scale.child.kill('SIGKILL'), delay);
      const { exit } = await scale.done;
      const after = await replicas();
      const done = `${wanted} ${Number(generation) + 1}`;
      expect(exit === 0 ? [done] : [before, done]).toContain(after);
    }
  }, 60_000);
});
