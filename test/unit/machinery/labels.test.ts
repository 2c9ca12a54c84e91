import { describe, expect, test } from 'vitest';
import { newRequirement, type Operator } from '../../../src/machinery/label-selector-parser.ts';
import {
  formatLabels,
  formatRequirements,
  formatSelector,
  isEmptySelector,
  type Labels,
  labelSelectorFrom,
  matches,
  parseSelector,
  selectorFrom,
} from '../../../src/machinery/labels.ts';
import vectors from '../../vectors/platform-label-selector.json' with { type: 'json' };

const { tables } = vectors;
const thrown = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing thrown';
};
const list = (values: unknown): readonly string[] =>
  values === null || values === undefined ? [] : Array.isArray(values) ? values : [String(values)];

describe('parsing', () => {
  test.each(tables.good)('%j is a selector, and its text reads back the same', (text) => {
    const selector = parseSelector(text);
    expect(parseSelector(formatRequirements(selector))).toEqual(selector);
  });
  test.each(tables.bad)('%j is no selector', (text) => {
    expect(() => parseSelector(text)).toThrow();
  });
  for (const row of tables.setBased) {
    test(`${JSON.stringify(row.selector)} is ${row.valid ? 'read by key' : 'refused'}`, () => {
      if (!row.valid) expect(() => parseSelector(row.selector)).toThrow();
      else {
        const wanted = row.requirements.map((one) => ({ ...one, values: list(one.values) }));
        expect(parseSelector(row.selector)).toEqual(wanted);
      }
    });
  }
  for (const row of tables.requirementConstructor as readonly {
    Key: string;
    Op: string;
    Vals?: unknown;
    WantErr?: unknown;
  }[]) {
    test(`${row.Op} of ${row.Key.slice(0, 10)} with ${JSON.stringify(row.Vals)?.slice(0, 20)} ${row.WantErr ? 'is refused' : 'stands'}`, () => {
      const make = (): unknown => newRequirement(row.Key, row.Op as Operator, list(row.Vals));
      if (row.WantErr) expect(make).toThrow();
      else expect(make()).toEqual({ key: row.Key, operator: row.Op, values: list(row.Vals) });
    });
  }
  test.each([
    ['app=a=b', "found '=', expected: ',' or 'end of string'"],
    ['x,,y', "found ',', expected: identifier after ','"],
    ['a (', "unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b c)', "unable to parse requirement: found 'c', expected: ',' or ')'"],
    ['(', "found '(', expected: !, identifier, or 'end of string'"],
    [
      'x=-a',
      `unable to parse requirement: values[0][x]: Invalid value: "-a": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
    [
      '-x',
      `unable to parse requirement: <nil>: Invalid value: "-x": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
    [
      'x>a',
      `unable to parse requirement: values[0]: Invalid value: "a": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
  ])('%j is refused in the words of labels.Parse', (text, words) => {
    expect(thrown(() => parseSelector(text))).toBe(words);
  });
});

describe('matching', () => {
  for (const row of tables.match as unknown as readonly {
    selector: string;
    labels: Labels;
    match: boolean;
  }[]) {
    test(`${JSON.stringify(row.selector)} ${row.match ? 'matches' : 'does not match'} ${JSON.stringify(row.labels)}`, () => {
      expect(matches(parseSelector(row.selector), row.labels)).toBe(row.match);
    });
  }
  test('an absent selector matches nothing, an empty one everything', () => {
    expect([undefined, {}].map((one) => matches(selectorFrom(one), { a: 'b' }))).toEqual([false, true]);
  });
  test('a key that is a method of every object is no label', () => {
    expect(matches(parseSelector('constructor'), {})).toBe(false);
  });
  test('both forms of a selector must hold', () => {
    const selector = selectorFrom({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    });
    expect(
      [
        { app: 'web', tier: 'b' },
        { app: 'web', tier: 'c' },
        { app: 'web', tier: 'a', old: '' },
      ].map((labels) => matches(selector, labels)),
    ).toEqual([true, false, false]);
  });
});

describe('showing', () => {
  test('requirements are shown by key, values sorted', () => {
    const shown = formatSelector({
      matchLabels: { zone: 'x', app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'NotIn', values: ['b', 'a'] },
        { key: 'live', operator: 'Exists' },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    });
    expect(shown).toBe('app=web,live,!old,tier notin (a,b),zone=x');
  });
  test('an empty or absent selector is shown as <none>', () => {
    expect([formatSelector({}), formatSelector(undefined)]).toEqual(['<none>', '<none>']);
  });
  test('a wrong selector is shown as <error>', () => {
    expect(formatSelector({ matchExpressions: [{ key: 'a', operator: 'In', values: [] }] })).toBe('<error>');
  });
  test('labels are shown by key', () => {
    expect(formatLabels({ b: '2', a: '1' })).toBe('a=1,b=2');
  });
  test('only a selector that asks nothing is empty', () => {
    expect([undefined, {}, { matchLabels: {} }, { matchLabels: { a: 'b' } }].map(isEmptySelector)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
  test('a parsed selector can be written as objects carry it', () => {
    expect(labelSelectorFrom('a=b,c in (d),!e')).toEqual({
      matchLabels: { a: 'b' },
      matchExpressions: [
        { key: 'c', operator: 'In', values: ['d'] },
        { key: 'e', operator: 'DoesNotExist' },
      ],
    });
  });
});
