import { expect, test } from 'vitest';
import { difference, setOfPath, union } from '../../../../src/machinery/managed-fields/field-set.ts';
import { remembered } from '../../../../src/machinery/managed-fields/remembered.ts';

const a = setOfPath(['f:spec', 'f:replicas']);
const b = setOfPath(['f:status']);

test('gives what the operation gives, also when asked again', () => {
  const together = remembered(union);
  expect([together(a, b), together(a, b)]).toEqual([union(a, b), union(a, b)]);
  expect(together(a, undefined)).toBe(a);
});

test('remembers that nothing is left', () => {
  const asked: number[] = [];
  const without = remembered((one, other) => {
    asked.push(1);
    return difference(one, other);
  });
  expect([without(a, a), without(a, a)]).toEqual([undefined, undefined]);
  expect(asked).toHaveLength(1);
});

test('goes on rightly when there is too much to remember', () => {
  const together = remembered(union);
  for (let i = 0; i < 6000; i++) together(a, setOfPath([`f:field-${i}`]));
  expect(together(a, b)).toEqual(union(a, b));
});
