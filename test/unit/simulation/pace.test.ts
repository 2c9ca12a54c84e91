import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/machinery/instant.ts';
import { anchored, jumps, type PaceSettings, runsOn, targetNow } from '../../../src/simulation/pace.ts';

const settings = (pace: PaceSettings['pace'], speed = 1): PaceSettings => ({
  pace,
  speed,
  anchor: { wall: 1000, cluster: instant(50_000) },
});

describe('the cluster time that is reached', () => {
  test('realtime follows the wall clock from the anchor', () => {
    expect(targetNow(settings('realtime'), instant(50_000), 4000)).toBe(53_000);
  });

  test('realtime at speed 10 runs ten times as fast', () => {
    expect(targetNow(settings('realtime', 10), instant(50_000), 4000)).toBe(80_000);
  });

  test('time never goes back, not even when the wall clock does', () => {
    expect(targetNow(settings('realtime'), instant(60_000), 500)).toBe(60_000);
  });

  test.each(['manual', 'instant'] as const)('%s stands however late it is', (pace) => {
    expect(targetNow(settings(pace), instant(50_000), 999_999)).toBe(50_000);
  });

  test('after the clock was moved by hand realtime goes on from there', () => {
    const moved = anchored(settings('realtime'), 2000, instant(90_000));
    expect(targetNow(moved, instant(90_000), 2500)).toBe(90_500);
  });
});

test('only instant runs on after a command, and only realtime does not jump', () => {
  const paces = ['realtime', 'manual', 'instant'] as const;
  expect(paces.map((pace) => [runsOn(settings(pace)), jumps(settings(pace))])).toEqual([
    [false, false],
    [false, true],
    [true, true],
  ]);
});
