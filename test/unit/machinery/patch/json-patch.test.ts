import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyJsonPatch, unknownOperationFields } from '../../../../src/machinery/patch/json-patch.ts';
import { patchFault } from '../../../../src/machinery/patch/refusal.ts';
import { StatusError } from '../../../../src/machinery/status.ts';

const document = { a: { b: [1, 2, 3], 'x/y': 1, 'm~n': 2, none: null }, list: [{ name: 'c' }] };
type Step = Readonly<Record<string, unknown>>;
const patched = (...patch: readonly Step[]): unknown => applyJsonPatch(document, patch);
const fault = (...patch: readonly Step[]): unknown => {
  try {
    return patched(...patch);
  } catch (error) {
    return patchFault(error);
  }
};

describe('RFC 6902', () => {
  test.each([
    ['add sets a member', { op: 'add', path: '/a/c', value: 1 }, { ...document, a: { ...document.a, c: 1 } }],
    [
      'add inserts an item',
      { op: 'add', path: '/a/b/1', value: 9 },
      { ...document, a: { ...document.a, b: [1, 9, 2, 3] } },
    ],
    [
      'add appends with a dash',
      { op: 'add', path: '/a/b/-', value: 9 },
      { ...document, a: { ...document.a, b: [1, 2, 3, 9] } },
    ],
    [
      'add counts -1 behind the end',
      { op: 'add', path: '/a/b/-1', value: 9 },
      { ...document, a: { ...document.a, b: [1, 2, 3, 9] } },
    ],
    [
      '~1 stands for a slash',
      { op: 'replace', path: '/a/x~1y', value: 5 },
      { ...document, a: { ...document.a, 'x/y': 5 } },
    ],
    [
      '~0 stands for a tilde',
      { op: 'replace', path: '/a/m~0n', value: 5 },
      { ...document, a: { ...document.a, 'm~n': 5 } },
    ],
    [
      'replace sets an item',
      { op: 'replace', path: '/a/b/0', value: 5 },
      { ...document, a: { ...document.a, b: [5, 2, 3] } },
    ],
    [
      'replace counts -1 from the end',
      { op: 'replace', path: '/a/b/-1', value: 5 },
      { ...document, a: { ...document.a, b: [1, 2, 5] } },
    ],
    [
      'replace sets a member that was not there',
      { op: 'replace', path: '/new', value: 5 },
      { ...document, new: 5 },
    ],
    ['replace of everything takes the value', { op: 'replace', path: '', value: { z: 1 } }, { z: 1 }],
    ['replace of everything by a plain value does nothing', { op: 'replace', path: '', value: 1 }, document],
    [
      'remove takes an item out',
      { op: 'remove', path: '/a/b/1' },
      { ...document, a: { ...document.a, b: [1, 3] } },
    ],
    ['remove takes a member out', { op: 'remove', path: '/a' }, { list: document.list }],
    [
      'copy adds the same value elsewhere',
      { op: 'copy', from: '/a/b', path: '/c' },
      { ...document, c: [1, 2, 3] },
    ],
    [
      'move adds and removes',
      { op: 'move', from: '/list/0', path: '/c' },
      { a: document.a, list: [], c: { name: 'c' } },
    ],
    ['test of an equal value passes', { op: 'test', path: '/a/b', value: [1, 2, 3] }, document],
    ['test of a missing member against null passes', { op: 'test', path: '/zzz', value: null }, document],
    ['a value that is left out is null', { op: 'add', path: '/c' }, { ...document, c: null }],
  ])('%s', (_, step, result) => {
    expect(patched(step)).toEqual(result);
  });
  test('steps follow each other', () => {
    const result = patched(
      { op: 'add', path: '/n', value: {} },
      { op: 'add', path: '/n/m', value: 1 },
      { op: 'remove', path: '/a' },
    );
    expect(result).toEqual({ list: document.list, n: { m: 1 } });
  });
  test('the document and the patch stay as they were', () => {
    const value = { deep: [1] };
    const patch = [
      { op: 'add', path: '/n', value },
      { op: 'add', path: '/n/deep/0', value: 0 },
    ];
    const before = JSON.stringify([document, patch]);
    applyJsonPatch(document, patch);
    expect(JSON.stringify([document, patch])).toBe(before);
  });
  test('an added member can be removed again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), fc.string(), (object, key) => {
        const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const { [key]: _, ...rest } = object;
        expect(
          applyJsonPatch(rest, [
            { op: 'add', path, value: 1 },
            { op: 'remove', path },
          ]),
        ).toEqual(rest);
      }),
    );
  });
});

describe('words of evanphx/json-patch', () => {
  test.each([
    [
      { op: 'add', path: '/q/c', value: 1 },
      'add operation does not apply: doc is missing path: "/q/c": missing value',
    ],
    [
      { op: 'add', path: 'q', value: 1 },
      'add operation does not apply: doc is missing path: "q": missing value',
    ],
    [
      { op: 'add', path: '/a/b/9', value: 1 },
      "error in add for path: '/a/b/9': Unable to access invalid index: 9: invalid index referenced",
    ],
    [
      { op: 'add', path: '/a/b/x', value: 1 },
      `error in add for path: '/a/b/x': value was not a proper array index: 'x': strconv.Atoi: parsing "x": invalid syntax`,
    ],
    [{ op: 'add', value: 1 }, 'add operation failed to decode path: missing value'],
    [
      { op: 'remove', path: '/a/q' },
      "error in remove for path: '/a/q': Unable to remove nonexistent key: q: missing value",
    ],
    [
      { op: 'remove', path: '/q/q' },
      'remove operation does not apply: doc is missing path: "/q/q": missing value',
    ],
    [
      { op: 'remove', path: '/a/b/3' },
      "error in remove for path: '/a/b/3': Unable to access invalid index: 3: invalid index referenced",
    ],
    [
      { op: 'remove', path: '/a/b/-4' },
      "error in remove for path: '/a/b/-4': Unable to access invalid index: -4: invalid index referenced",
    ],
    [
      { op: 'replace', path: '/q/q', value: 1 },
      'replace operation does not apply: doc is missing path: /q/q: missing value',
    ],
    [
      { op: 'replace', path: '/a/b/3', value: 1 },
      'replace operation does not apply: doc is missing key: /a/b/3: missing value',
    ],
    [
      { op: 'replace', value: 1 },
      'replace operation failed to decode path: operation missing path field: missing value',
    ],
    [
      { op: 'move', path: '/c' },
      'move operation failed to decode from: operation, missing from field: missing value',
    ],
    [
      { op: 'move', from: '/q/q', path: '/c' },
      'move operation does not apply: doc is missing from path: /q/q: missing value',
    ],
    [
      { op: 'copy', from: '/a', path: '/q/q' },
      'copy operation does not apply: doc is missing destination path: /q/q: missing value',
    ],
    [{ op: 'test', path: '/a/b', value: [1] }, 'testing value /a/b failed: test failed'],
    [
      { op: 'test', path: '/q/q', value: 1 },
      'test operation does not apply: is missing path: /q/q: missing value',
    ],
    [{ op: 'erase', path: '/a' }, 'Unexpected kind: erase'],
    [{ path: '/a' }, 'Unexpected kind: unknown'],
  ])('%j', (step, words) => {
    expect(fault(step)).toBe(words);
  });
});

describe('the server’s answers', () => {
  const answer = (patch: unknown): unknown => {
    try {
      return applyJsonPatch(document, patch);
    } catch (error) {
      return error instanceof StatusError ? error.status : error;
    }
  };
  test('a step that cannot be done is answered in general terms', () => {
    expect(answer([{ op: 'test', path: '/a', value: 1 }])).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'the server rejected our request due to an error in our request',
      reason: 'Invalid',
      details: {},
      code: 422,
    });
  });
  test('a patch that is no list is a bad request', () => {
    expect(answer({ op: 'add' })).toMatchObject({
      code: 400,
      message:
        'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    });
  });
  test('a path that is no text is a bad request', () => {
    expect(answer([{ op: 'add', path: 1 }])).toMatchObject({
      code: 400,
      message:
        'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.path of type string',
    });
  });
  test('more than 10,000 steps are too many', () => {
    const many = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/zzz', value: null }));
    expect(answer(many)).toMatchObject({
      code: 413,
      message:
        'Request entity is too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    });
  });
  test('members that no step has are told', () => {
    expect(unknownOperationFields([{ op: 'add', path: '/a', val: 1 }])).toEqual([
      'json patch unknown field "[0].val"',
    ]);
  });
});
