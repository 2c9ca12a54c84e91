import { describe, expect, test } from 'vitest';
import { addressRange } from '../../../../src/apiserver/admission/address-range.ts';

test.each([
  ['10.96.0.0/16', 65_534, 256, '10.96.0.1', '10.96.255.254'],
  ['10.0.0.0/24', 254, 16, '10.0.0.1', '10.0.0.254'],
  ['10.0.0.9/28', 14, 0, '10.0.0.1', '10.0.0.14'],
  ['192.168.16.0/20', 4_094, 256, '192.168.16.1', '192.168.31.254'],
])('%s has %i addresses, the first %i of them kept back', (text, size, lowerBand, first, last) => {
  const range = addressRange(text);
  expect([range?.size, range?.lowerBand, range?.at(1), range?.at(size)]).toEqual([
    size,
    lowerBand,
    first,
    last,
  ]);
});

describe('10.96.0.0/16', () => {
  test.each([
    ['10.96.0.0', true],
    ['10.96.255.255', true],
    ['10.97.0.0', false],
    ['10.96.0.256', false],
    ['web', false],
  ])('%s is in it: %s', (address, isIn) => {
    expect(addressRange('10.96.0.0/16')?.contains(address)).toBe(isIn);
  });
});

test.each(['', '10.96.0.0', '10.96.0.0/8', '10.96.0.0/31', '10.96.0.300/16', 'fd00::/108'])(
  '%j is no range',
  (text) => {
    expect(addressRange(text)).toBeUndefined();
  },
);
