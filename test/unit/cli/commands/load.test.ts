import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await Sim.create();
  await sim.ok('create', 'deployment', 'web', '--image=nginx:1.25', '--replicas=2');
  await sim.ok('clock', 'advance', '60s');
});
afterEach(() => sim.remove());

const used = async () =>
  (await sim.ok('top', 'pods', '--no-headers'))
    .trim()
    .split('\n')
    .map((line) => line.split(/ +/)[1]);

describe('sim load', () => {
  test('of a workload is shared by its ready pods', async () => {
    expect(await sim.run(['load', 'deploy/web', 'cpu=181m'])).toEqual({
      exit: 0,
      out: 'deployment/web loaded: cpu=181m for all pods together\n',
      err: 'The metrics API is served from now on: sim top pods\n',
    });
    expect(await used()).toEqual(['90m', '90m']);
  });

  test('is as much for each pod with --each', async () => {
    await sim.ok('load', 'deploy/web', 'cpu=180m', '--each');
    expect(await used()).toEqual(['180m', '180m']);
  });

  test('of one pod is its own; nodes use what their pods do', async () => {
    const [name = ''] = (await sim.ok('get', 'pods', '-o', 'name')).split('\n');
    expect(await sim.ok('load', name, 'cpu=1', 'memory=100Mi')).toBe(`${name} loaded: cpu=1 memory=100Mi\n`);
    expect((await used()).toSorted()).toEqual(['1000m', '1m']);
    expect(await sim.ok('top', 'nodes')).toContain('1050m');
  });

  test('can be taken away', async () => {
    await sim.ok('load', 'deploy/web', 'cpu=180m');
    expect(await sim.ok('load', 'deploy/web', '--remove')).toBe('deployment/web has no load any more\n');
    expect(await used()).toEqual(['1m', '1m']);
  });

  test.each([
    [['load'], 'say of what: sim load deploy/web cpu=180m'],
    [
      ['load', 'deploy/web', 'cpu=x'],
      '"cpu=x" is no amount: write NAME=AMOUNT, like cpu=180m or memory=64Mi',
    ],
    [['load', 'deploy', 'cpu=1'], '"deploy" names nothing: write TYPE/NAME, like deploy/web'],
    [['load', 'node/worker-1', 'cpu=1', '--each'], '--each is for workloads: node/worker-1 has no pods'],
  ])('%j is refused', async (words, why) => {
    expect(await sim.run(words)).toEqual({ exit: 1, out: '', err: `error: ${why}\n` });
  });
});
