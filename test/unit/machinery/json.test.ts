import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeGoJson, showGoValue } from '../../../src/machinery/go-json.ts';
import { equalJson } from '../../../src/machinery/json.ts';

describe('equality', () => {
  test.each([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [{ a: undefined }, {}, true],
    [{}, { a: undefined, b: 1 }, false],
    [{ a: 1 }, { constructor: 1 }, false],
    [{}, { constructor: 1 }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
  ])('%j and %j: %s', (a, b, equal) => {
    expect([equalJson(a, b), equalJson(b, a)]).toEqual([equal, equal]);
  });
  test('a copy is equal', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => equalJson(value, JSON.parse(JSON.stringify(value)))));
  });
});

describe('as Go writes it', () => {
  test('keys are sorted and HTML is escaped', () => {
    expect(encodeGoJson({ b: '<a & b>', a: ['\u2028', 1.5, true, null], c: undefined })).toBe(
      '{"a":["\\u2028",1.5,true,null],"b":"\\u003ca \\u0026 b\\u003e"}',
    );
  });
  test('it is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        equalJson(JSON.parse(encodeGoJson(value)), JSON.parse(JSON.stringify(value))),
      ),
    );
  });
  test('%v shows maps by key', () => {
    expect(showGoValue({ b: [1, 'x'], a: null, c: { d: true } })).toBe('map[a:<nil> b:[1 x] c:map[d:true]]');
  });
});
