import { expect, test } from 'vitest';
import { ChangeLog } from '../../../src/scheduler/change-log.ts';

function after(changes: number, pods: number) {
  const log = new ChangeLog();
  for (let index = 0; index < changes; index++) log.add({ index }, pods);
  return log;
}

test.each([
  ['few pods', 10_000, 10, 256],
  ['many pods', 100_000, 1000, 4000],
])('of %s no more is remembered than it costs to count them', (_, changes, pods, most) => {
  const log = after(changes, pods);
  expect([log.end(), log.reaches(log.end() - most / 2), log.reaches(log.end() - most - 1)]).toEqual([
    changes,
    true,
    false,
  ]);
});

test('what is remembered stands where it stood', () => {
  const log = after(1000, 10);
  expect([log.at(999), log.at(900)]).toEqual([{ index: 999 }, { index: 900 }]);
});
