import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exactFieldValue,
  formatFieldSelector,
  matchesFields,
  parseFieldSelector,
} from '../../../src/machinery/field-selector.ts';

describe('field selectors', () => {
  test('terms are sorted and know three operators', () => {
    expect(parseFieldSelector('c!=d,a=b,e==f')).toEqual([
      { field: 'a', operator: '=', value: 'b' },
      { field: 'c', operator: '!=', value: 'd' },
      { field: 'e', operator: '=', value: 'f' },
    ]);
  });
  test('empty terms count for nothing', () => {
    expect(parseFieldSelector(',a=b,,')).toEqual([{ field: 'a', operator: '=', value: 'b' }]);
  });
  test('escaped commas and signs belong to the value', () => {
    expect(parseFieldSelector('a=x\\,y\\=z\\\\')).toEqual([{ field: 'a', operator: '=', value: 'x,y=z\\' }]);
  });
  test.each([
    ['abc', "invalid selector: 'abc'; can't understand 'abc'"],
    ['a=b\\n', 'invalid field selector: invalid escape sequence: \\n'],
    ['a=b\\', 'invalid field selector: invalid escape sequence: \\'],
    ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
  ])('%j is refused in the words of fields.ParseSelector', (text, words) => {
    expect(() => parseFieldSelector(text)).toThrow(expect.objectContaining({ message: words }));
  });
  test('every term must hold', () => {
    const terms = parseFieldSelector('status.phase!=Running,spec.nodeName=n1');
    const get = (phase: string) => (field: string) => (field === 'status.phase' ? phase : 'n1');
    expect(['Running', 'Pending'].map((phase) => matchesFields(terms, get(phase)))).toEqual([false, true]);
  });
  test('the one value that is asked for can be found', () => {
    const terms = parseFieldSelector('metadata.name=web,status.phase!=Running');
    expect([exactFieldValue(terms, 'metadata.name'), exactFieldValue(terms, 'status.phase')]).toEqual([
      'web',
      undefined,
    ]);
  });
  test('what is written reads back the same', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const terms = [{ field: 'a', operator: '=' as const, value }];
        expect(parseFieldSelector(formatFieldSelector(terms))).toEqual(terms);
      }),
    );
  });
});
