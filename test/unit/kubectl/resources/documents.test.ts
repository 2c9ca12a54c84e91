import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../../../src/kubectl/resources/documents.ts';
import recorded from '../../../vectors/kubectl-yaml-1.33.json' with { type: 'json' };

interface Case {
  readonly text: string;
  readonly error?: string;
  readonly value?: unknown;
}
const cases: readonly Case[] = recorded.cases;

test.each(cases.filter(({ error }) => error !== undefined))(
  '$text is refused in the words of kubectl 1.33',
  ({ text, error }) => {
    expect(readDocuments(text).fault?.message).toBe(error);
  },
);

test.each(cases.filter(({ error }) => error === undefined))(
  '$text is read as kubectl 1.33 reads it',
  ({ text, value }) => {
    const { values, fault } = readDocuments(text);
    expect(fault).toBeUndefined();
    if (value !== undefined) expect((values[0] as { readonly v: unknown }).v).toEqual(value);
  },
);

describe('documents of one text', () => {
  const read = (text: string) => {
    const { values, fault } = readDocuments(text);
    return { values, fault: fault?.message };
  };

  test('a line of dashes parts them, empty ones and comments do not count', () => {
    expect(read('---\na: 1\n---\n# nothing\n---\n---\nb: 2\n')).toEqual({
      values: [{ a: 1 }, { b: 2 }],
      fault: undefined,
    });
  });
  test('inside brackets and quotes lines may stand as far out as they like', () => {
    const text = "a:\n  b: [\n  'c',\n\"d\n  e\"\n]\n  f: 'g\nh'\n";
    expect(read(text)).toEqual({ values: [{ a: { b: ['c', 'd e'], f: 'g h' } }], fault: undefined });
  });
  test('what stands before a fault is read', () => {
    expect(read('a: 1\n---\nb: [\n')).toEqual({
      values: [{ a: 1 }],
      fault: 'error converting YAML to JSON: yaml: line 1: did not find expected node content',
    });
  });
  test('what follows the end of a document is not looked at', () => {
    expect(read('a: 1\n...\nb: [\n---\nc: 3\n')).toEqual({ values: [{ a: 1 }, { c: 3 }], fault: undefined });
  });
  test('JSON objects may follow each other', () => {
    expect(read('{"a": 1}\n{"b": 2} {"c": 3}')).toEqual({
      values: [{ a: 1 }, { b: 2 }, { c: 3 }],
      fault: undefined,
    });
  });
  test('a JSON object may be followed by YAML', () => {
    expect(read('{"a": 1}\n---\nb: 2\n')).toEqual({ values: [{ a: 1 }, { b: 2 }], fault: undefined });
  });
  test('Windows line ends and a byte order mark do no harm', () => {
    expect(read('\uFEFFa: 1\r\n---\r\nb: x\r\n')).toEqual({
      values: [{ a: 1 }, { b: 'x' }],
      fault: undefined,
    });
  });
  test('of a key that comes twice the last value counts', () => {
    expect(read('a: 1\na: 2\n')).toEqual({ values: [{ a: 2 }], fault: undefined });
  });
  test('merge keys are followed', () => {
    expect(read('a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n')).toEqual({
      values: [{ a: { b: 1 }, c: { b: 1, d: 2 } }],
      fault: undefined,
    });
  });
});
