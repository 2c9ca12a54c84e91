import { describe, expect, test } from 'vitest';
import {
  intValue,
  isPercentage,
  parseIntOrString,
  scaledValue,
} from '../../../src/machinery/int-or-string.ts';
import vectors from '../../vectors/platform-intorpercent.json' with { type: 'json' };

const { tables } = vectors;

describe('C-15 scaling', () => {
  test.each(
    tables.TestGetIntFromIntOrPercent as readonly {
      input: number | string;
      expectErr: boolean;
      expectVal?: number;
      roundUp?: boolean;
      total?: number;
    }[],
  )('$input of $total', (row) => {
    const scale = (): number => scaledValue(row.input, row.total ?? 0, row.roundUp ? 'up' : 'down');
    if (row.expectErr) expect(scale).toThrow(/^invalid value for IntOrString: /);
    else expect(scale()).toBe(row.expectVal);
  });
  test.each(
    tables.TestGetIntFromIntOrString as readonly {
      input: number | string;
      expectErr: boolean;
      expectVal?: number;
    }[],
  )('$input of a hundred', ({ input, expectErr, expectVal }) => {
    if (expectErr) expect(() => scaledValue(input, 100, 'up')).toThrow(/^invalid value for IntOrString: /);
    else expect(scaledValue(input, 100, 'up')).toBe(expectVal);
  });
  test.each(tables.scaled as readonly { value: string; total: number; roundUp: number; roundDown: number }[])(
    '$value of $total is $roundUp rounded up and $roundDown rounded down',
    (row) => {
      expect([scaledValue(row.value, row.total, 'up'), scaledValue(row.value, row.total, 'down')]).toEqual([
        row.roundUp,
        row.roundDown,
      ]);
    },
  );
  test.each([
    ['5', 'invalid value for IntOrString: invalid type: string is not a percentage'],
    ['a%', 'invalid value for IntOrString: invalid value "a%": strconv.Atoi: parsing "a": invalid syntax'],
  ])('%s is refused with words', (text, words) => {
    expect(() => scaledValue(text, 10, 'up')).toThrow(expect.objectContaining({ message: words }));
  });
});

test.each(
  tables.TestParse as readonly {
    input: string;
    output: { Type: string; IntVal?: number; StrVal?: string };
  }[],
)('a flag that says $input', (row) => {
  expect(parseIntOrString(row.input)).toBe(row.output.Type === 'int' ? row.output.IntVal : row.output.StrVal);
});
test('text that is no integer counts as 0', () => {
  expect([5, '7', 'http'].map(intValue)).toEqual([5, 7, 0]);
});
test('only digits with a sign behind are a percentage', () => {
  expect([5, '7', '25%', 'a%'].map(isPercentage)).toEqual([false, false, true, false]);
});
