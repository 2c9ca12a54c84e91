import { expect, test } from 'vitest';
import { duplicateFields } from '../../../../src/kinds/schema/duplicate-fields.ts';

test('A-11 keys that stand twice are told with their place', () => {
  const text =
    '{"kind":"Pod","kind":"Pod","spec":{"containers":[{"name":"a"},{"name":"b","name":"c\\"","image":"x"}],"a":[1,2]},"b":{"kind":1}}';
  expect(duplicateFields(text)).toEqual([
    'duplicate field "kind"',
    'duplicate field "spec.containers[1].name"',
  ]);
});

test('a text without such keys has nothing to tell', () => {
  expect(duplicateFields('{"a":{"b":1},"b":["a","a"],"c":"{\\"c\\":1}"}')).toEqual([]);
});
