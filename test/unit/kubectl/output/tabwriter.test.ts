import { expect, test } from 'vitest';
import { alignTabs, DESCRIBE_LAYOUT, TABLE_LAYOUT } from '../../../../src/kubectl/output/tabwriter.ts';

const TEXT = 'a-long-cell\tb\n\nshort\tc\n';

test('a table remembers how wide a column was before a line without one', () => {
  expect(alignTabs(TEXT, TABLE_LAYOUT)).toBe('a-long-cell   b\n\nshort         c\n');
});

test('a description does not', () => {
  expect(alignTabs(TEXT, DESCRIBE_LAYOUT)).toBe('a-long-cell  b\n\nshort  c\n');
});
