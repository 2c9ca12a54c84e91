import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fields } from '../../../../src/machinery/json.ts';
import {
  applyMergePatch,
  changesIdentity,
  createMergePatch,
  createThreeWayJsonMergePatch,
} from '../../../../src/machinery/patch/merge-patch.ts';

describe('RFC 7386', () => {
  test.each([
    ['a value replaces another', { a: 'b' }, { a: 'c' }, { a: 'c' }],
    ['null removes', { a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    ['a list is replaced whole', { a: ['b', 'c'] }, { a: ['d'] }, { a: ['d'] }],
    ['objects merge', { a: { b: 'c', d: 1 } }, { a: { b: 'd', c: null } }, { a: { b: 'd', d: 1 } }],
    ['nulls of a new object are dropped', {}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ['an object takes the place of a list', { a: [1] }, { a: { b: 1, c: null } }, { a: { b: 1 } }],
    ['a null in a list stays', { a: 1 }, { a: [null, { b: null }] }, { a: [null, {}] }],
    [
      'a list that takes an object’s place keeps the nulls of its items',
      { a: { c: 1 } },
      { a: [{ b: null }] },
      { a: [{ b: null }] },
    ],
  ])('%s', (_, document, patch, result) => {
    expect(applyMergePatch(document, patch)).toEqual(result);
  });
  test.each([
    ['Invalid JSON Patch', null],
    ['error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}', [1]],
    [
      'error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}',
      'x',
    ],
  ])('%s', (words, patch) => {
    expect(() => applyMergePatch({}, patch)).toThrow(expect.objectContaining({ message: words }));
  });

  const json = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(
      { depthSize: 'small' },
      fc.integer(),
      fc.string(),
      fc.array(fc.integer()),
      fc.dictionary(fc.constantFrom('a', 'b'), fc.integer()),
    ),
  );
  test('the difference, applied to the first object, gives the second', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(applyMergePatch(a, createMergePatch(a as Fields, b as Fields))).toEqual(b);
      }),
    );
  });
});

describe('three ways', () => {
  test('changes come from current to modified, removals from original to modified', () => {
    const patch = createThreeWayJsonMergePatch(
      { spec: { a: 1, gone: 1 }, last: true },
      { spec: { a: 2 } },
      { spec: { a: 1, gone: 1, others: 1 }, last: true, status: {} },
    );
    expect(patch).toEqual({ spec: { a: 2, gone: null }, last: null });
  });
  test('an empty object that was set is a change', () => {
    expect(createThreeWayJsonMergePatch({}, { spec: { selector: {} } }, { spec: {} })).toEqual({
      spec: { selector: {} },
    });
  });
  test('nothing to do is an empty patch', () => {
    expect(createThreeWayJsonMergePatch({ a: 1 }, { a: 1 }, { a: 1, b: 2 })).toEqual({});
  });
  test.each([
    [{ apiVersion: 'v2' }, true],
    [{ kind: 'X' }, true],
    [{ metadata: { name: 'x' } }, true],
    [{ metadata: { labels: {} } }, false],
    [{}, false],
  ])('%j changes what the object is: %s', (patch, changes) => {
    expect(changesIdentity(patch)).toBe(changes);
  });
});
