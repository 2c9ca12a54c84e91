import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goSorted } from '../../../../src/kubectl/output/go-sort.ts';

interface Card {
  readonly key: number;
  readonly place: number;
}
const cards = (keys: readonly number[]): readonly Card[] => keys.map((key, place) => ({ key, place }));
const sorted = (keys: readonly number[]): readonly Card[] => goSorted(cards(keys), (a, b) => a.key < b.key);

test('what comes out is in order, and all that went in', () => {
  const few = fc.array(fc.nat(5), { maxLength: 200 });
  const many = fc.array(fc.nat(), { maxLength: 200 });
  fc.assert(
    fc.property(fc.oneof(few, many), (keys) => {
      const result = sorted(keys);
      expect(result.map(({ key }) => key)).toEqual(keys.toSorted((a, b) => a - b));
      expect(new Set(result.map(({ place }) => place)).size).toBe(keys.length);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('up to twelve keep their order where they are equal', () => {
  expect(sorted(Array(12).fill(1)).map(({ place }) => place)).toEqual(
    Array.from({ length: 12 }, (_, i) => i),
  );
});

test('more than twelve do not (test/transcripts/events.sim holds an order that kubectl gave)', () => {
  const seconds = [3, 1, 3, 2, 3, 1, 2, 3, 2, 1, 3, 2, 1, 3, 2, 1];
  const places = sorted(seconds).map(({ place }) => place);
  expect(places.map((place) => seconds[place])).toEqual(seconds.toSorted());
  expect(places).not.toEqual(
    cards(seconds)
      .toSorted((a, b) => a.key - b.key)
      .map(({ place }) => place),
  );
});
