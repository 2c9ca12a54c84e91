import { expect, test } from 'vitest';
import { createRng } from '../../../src/simulation/rng.ts';

const draws = (label: string, seed = 7) => {
  const rng = createRng(seed).fork(label);
  return [1, 2, 3, 4].map(() => rng.integer(1000));
};

test('the same seed and label give the same draws', () => {
  expect(draws('scheduler')).toEqual(draws('scheduler'));
});

test('another label or another seed gives others', () => {
  expect(draws('kubelet')).not.toEqual(draws('scheduler'));
  expect(draws('scheduler', 8)).not.toEqual(draws('scheduler'));
});

test('draws of one fork do not shift those of another', () => {
  const root = createRng(7);
  root.integer(10);
  root.fork('kubelet').integer(10);
  expect(root.fork('scheduler').integer(1000)).toBe(draws('scheduler')[0]);
});

test('draws are spread evenly', () => {
  const rng = createRng(1).fork('spread');
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 40_000; i++) {
    const drawn = rng.integer(4);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  expect(counts.every((count) => count > 9700 && count < 10_300)).toBe(true);
});

test('hexadecimal digits of any number', () => {
  expect([0, 5, 20].map((digits) => createRng(1).hex(digits))).toEqual([
    '',
    expect.stringMatching(/^[0-9a-f]{5}$/),
    expect.stringMatching(/^[0-9a-f]{20}$/),
  ]);
});
