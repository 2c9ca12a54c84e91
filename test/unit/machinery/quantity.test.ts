import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addQuantity,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  milliValue,
  parseQuantity,
  type Quantity,
  type QuantityFormat,
  quantityOf,
  roundUp,
  scaledNumber,
  storedQuantity,
  subtractQuantity,
  value,
} from '../../../src/machinery/quantity.ts';
import vectors from '../../vectors/platform-quantity.json' with { type: 'json' };

const { tables } = vectors;
interface Row {
  readonly value?: unknown;
  readonly scale?: number;
  readonly format?: string;
}
function read(row: unknown): Quantity {
  const { value: count, scale = 0, format = 'DecimalSI' } = row as Row;
  return quantityOf(typeof count === 'number' ? count : 0, format as QuantityFormat, scale);
}

describe('canonical form', () => {
  for (const row of tables.kubectlRoundTrip as readonly {
    in: string;
    canonical?: string;
    error?: string;
  }[]) {
    if (row.canonical !== undefined) {
      test(`decoding and encoding ${JSON.stringify(row.in)} gives ${row.canonical}`, () => {
        expect(canonicalQuantity(row.in)).toBe(row.canonical);
      });
    } else {
      test(`${JSON.stringify(row.in)} is refused in upstream's words`, () => {
        const words = row.error?.replace('error: unable to decode "q.json": ', '');
        expect(() => canonicalQuantity(row.in)).toThrow(expect.objectContaining({ message: words }));
      });
    }
  }

  test.each(tables.TestQuantityParseEmit as [string, string][])('%s is shown as %s', (text, shown) => {
    expect(formatQuantity(parseQuantity(text))).toBe(shown);
  });

  test.each(tables.TestQuantityString as [Row, string, string][])(
    '%j is shown as %s',
    (row, shown, alternative) => {
      expect(formatQuantity(read(row))).toBe(shown);
      if (alternative !== '') expect(compareQuantity(parseQuantity(alternative), read(row))).toBe(0);
    },
  );

  test.each(tables.TestQuantityParse.invalid)('%j is no quantity', (text) => {
    expect(() => parseQuantity(text)).toThrow(/quantit/);
  });

  const parsed = (tables.TestQuantityParse.table as [string, Row][]).filter(
    ([, row]) => typeof row.value === 'number',
  );
  test.each(parsed)('%s has the value %j', (text, row) => {
    const quantity = parseQuantity(text);
    expect({ same: compareQuantity(quantity, read(row)), format: quantity.format }).toEqual({
      same: 0,
      format: row.format,
    });
  });
});

describe('arithmetic', () => {
  test.each(tables.TestAdd as [Row, Row, Row][])('%j + %j = %j', (a, b, sum) => {
    const result = addQuantity(read(a), read(b));
    expect([compareQuantity(result, read(sum)), result.format]).toEqual([0, sum.format]);
  });
  test.each(tables.TestSub as [Row, Row, Row][])('%j - %j = %j', (a, b, difference) => {
    const result = subtractQuantity(read(a), read(b));
    expect([compareQuantity(result, read(difference)), result.format]).toEqual([0, difference.format]);
  });
  test.each(tables.TestQuantityCmp.table as [string, string, number][])(
    'comparing %s with %s gives %d',
    (a, b, sign) => {
      expect(compareQuantity(parseQuantity(a), parseQuantity(b))).toBe(sign);
    },
  );
  test.each(tables.TestQuantityRoundUp.table as [string, number, Row, boolean][])(
    '%s rounded to scale %d is %j',
    (text, scale, row) => {
      expect(compareQuantity(roundUp(parseQuantity(text), scale), read(row))).toBe(0);
    },
  );
  test.each(tables.TestScaledValue as [number, number, number][])(
    'one at scale %d is at scale %d: %d',
    (from, to, want) => {
      expect(scaledNumber(quantityOf(from === 2 ? 1 : 1, 'DecimalSI', from), to)).toBe(want);
    },
  );
  test('half a millicore counts as one', () => {
    expect(milliValue(parseQuantity('500u'))).toBe(1);
  });
  test('a fraction of a byte counts as one', () => {
    expect(value(parseQuantity('1.5'))).toBe(2);
  });
  test('a resource list rounds up to milli', () => {
    expect(['100u', '0.0001', '1.2345678901234', '128Mi', '0.1Gi'].map(storedQuantity)).toEqual([
      '1m',
      '1m',
      '1235m',
      '128Mi',
      '107374182400m',
    ]);
  });
  test('huge exponents compare without being written out', () => {
    expect(compareQuantity(parseQuantity('1e999999999'), parseQuantity('1e-9'))).toBe(1);
  });
});

describe('round trips', () => {
  const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'e-3');
  const text = fc
    .tuple(
      fc.boolean(),
      fc.integer({ min: 0, max: 999_999_999 }),
      fc.option(fc.integer({ min: 0, max: 99999 })),
      suffix,
    )
    .map(
      ([negative, whole, fraction, unit]) =>
        `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}${unit}`,
    );

  test('the shown form has the same value', () => {
    fc.assert(
      fc.property(text, (one) => {
        const quantity = parseQuantity(one);
        expect(compareQuantity(parseQuantity(formatQuantity(quantity)), quantity)).toBe(0);
      }),
    );
  });
  test('the shown form is stable', () => {
    fc.assert(
      fc.property(text, (one) => canonicalQuantity(canonicalQuantity(one)) === canonicalQuantity(one)),
    );
  });
  test('what is added can be taken away', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const back = subtractQuantity(addQuantity(parseQuantity(a), parseQuantity(b)), parseQuantity(b));
        expect(compareQuantity(back, parseQuantity(a))).toBe(0);
      }),
    );
  });
});
