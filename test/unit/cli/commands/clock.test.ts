import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await Sim.create();
});
afterEach(() => sim.remove());

const time = async () => /Time: +(\S+)/.exec(await sim.ok('clock'))?.[1];

describe('sim clock', () => {
  test('shows the time, the pace and what is due', async () => {
    expect(await sim.ok('clock')).toBe(
      'Time:  2026-01-05T09:00:00.000Z\nPace:  manual\nDue:\n  in 1h1m0s: event-lease looks at 2026-01-05T09:00\n',
    );
  });

  test.each([
    [['30s'], '2026-01-05T09:00:30.000Z'],
    [['1h30m'], '2026-01-05T10:30:00.000Z'],
    [['--until=2026-01-06T00:00:00Z'], '2026-01-06T00:00:00.000Z'],
    [['--until=settled'], '2026-01-05T09:00:00.000Z'],
  ])('advance %j', async (words, shown) => {
    await sim.ok('clock', 'advance', ...words);
    expect(await time()).toBe(shown);
  });

  test('advance --until=next stops where something is due', async () => {
    await sim.ok('node', 'stop', 'worker-1');
    await sim.ok('clock', 'advance', '--until=next');
    expect(await time()).toBe('2026-01-05T09:00:50.000Z');
  });

  test('a day of a quiet cluster is over at once', async () => {
    await sim.ok('create', 'deployment', 'web', '--image=nginx');
    await sim.ok('clock', 'advance', '720h');
    expect(await sim.ok('get', 'deployments')).toBe(
      'NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    1/1     1            1           30d\n',
    );
  });

  test('days are 24 hours long', async () => {
    await sim.ok('clock', 'advance', '2d');
    await sim.ok('clock', 'advance', '1d12h');
    expect(await time()).toBe('2026-01-08T21:00:00.000Z');
  });

  test.each([
    [['advance'], 'error: say how long (sim clock advance 30s) or until when (--until=settled)\n'],
    [['advance', 'soon'], 'error: "soon" is no length of time: write 30s, 5m, 1h30m or 30d\n'],
    [
      ['advance', '--until=dawn'],
      'error: --until knows "settled", "next", times like 2026-01-01T10:00:00Z and the conditions of wait --for, not "dawn"\n',
    ],
    [
      ['advance', '--until=2020-01-01T00:00:00Z'],
      'error: it is 2026-01-05T09:00:00.000Z already: time does not go back\n',
    ],
  ])('%j says what is wrong and what to do', async (argv, err) => {
    const answer = await sim.run(['clock', ...argv]);
    expect([answer.exit, answer.err]).toEqual([1, err]);
  });
});
