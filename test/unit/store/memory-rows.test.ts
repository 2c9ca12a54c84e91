import { expect, test } from 'vitest';
import { MemoryRows } from '../../../src/store/memory-rows.ts';

test('changes are told once, each with its last value', () => {
  const rows = new MemoryRows();
  rows.set('a/one', 1);
  rows.set('a/one', 2);
  expect([rows.changed(), rows.takeChanges()]).toEqual([true, [['a/one', 2]]]);
  expect([rows.changed(), rows.takeChanges()]).toEqual([false, []]);
});

test('a row that came and went between two saves leaves no trace', () => {
  const rows = new MemoryRows();
  rows.set('a/one', 1);
  rows.set('a/one', undefined);
  expect([rows.changed(), rows.takeChanges()]).toEqual([false, []]);
});

test('a saved row that is forgotten is told as gone, also when it came back meanwhile', () => {
  const rows = new MemoryRows();
  rows.load([['a/one', 1]]);
  rows.set('a/one', undefined);
  rows.set('a/one', 2);
  rows.set('a/one', undefined);
  expect(rows.takeChanges()).toEqual([['a/one']]);
});

test('what was told as new is saved from then on', () => {
  const rows = new MemoryRows();
  rows.set('a/one', 1);
  rows.takeChanges();
  rows.set('a/one', undefined);
  expect(rows.takeChanges()).toEqual([['a/one']]);
});
