import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageSince,
  formatGoDuration,
  formatRfc1123,
  humanDuration,
  parseGoDuration,
  shortHumanDuration,
} from '../../../src/machinery/duration.ts';
import { instant, type Time } from '../../../src/machinery/instant.ts';
import vectors from '../../vectors/duration.json' with { type: 'json' };

describe('ages', () => {
  test.each(vectors.HumanDuration)('$ns ns is shown as $want', ({ ns, want }) => {
    expect(humanDuration(ns / 1e6)).toBe(want);
  });
  test.each(vectors.ShortHumanDuration)('$ns ns is shown in one unit as $want', ({ ns, want }) => {
    expect(shortHumanDuration(ns / 1e6)).toBe(want);
  });
  test('an absent time has an unknown age', () => {
    expect(ageSince(undefined, instant(0))).toBe('<unknown>');
  });
  test('an age is counted from the time to now', () => {
    expect(ageSince('2026-01-01T00:00:00Z' as Time, instant(Date.parse('2026-01-01T03:05:00Z')))).toBe(
      '3h5m',
    );
  });
});

describe('Go durations', () => {
  test.each([
    ['0', 0],
    ['5s', 5000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['-2m', -120_000],
    ['+.5s', 500],
    ['100ms', 100],
    ['1us', 0.001],
    ['1µs', 0.001],
    ['2h45m5.5s', 9_905_500],
  ])('%s is %d ms', (text, ms) => {
    expect(parseGoDuration(text)).toBe(ms);
  });
  test.each([
    ['', 'time: invalid duration ""'],
    ['x', 'time: invalid duration "x"'],
    ['-', 'time: invalid duration "-"'],
    ['.s', 'time: invalid duration ".s"'],
    ['5', 'time: missing unit in duration "5"'],
    ['1d', 'time: unknown unit "d" in duration "1d"'],
    ['5 s', 'time: unknown unit " s" in duration "5 s"'],
    ['3000000h', 'time: invalid duration "3000000h"'],
  ])('%j is refused in the words of time.ParseDuration', (text, words) => {
    expect(() => parseGoDuration(text)).toThrow(expect.objectContaining({ message: words }));
  });
  test.each([
    [0, '0s'],
    [1, '1ms'],
    [0.0015, '1.5µs'],
    [1500, '1.5s'],
    [60_000, '1m0s'],
    [3_600_000, '1h0m0s'],
    [-90_000, '-1m30s'],
    [100, '100ms'],
    [86_400_000, '24h0m0s'],
  ])('%d ms is written %s', (ms, text) => {
    expect(formatGoDuration(ms)).toBe(text);
  });
  test('what is written reads back the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        (ms) => parseGoDuration(formatGoDuration(ms)) === ms,
      ),
    );
  });
});

test('describe shows a time by RFC 1123 in UTC', () => {
  expect(formatRfc1123('2026-11-20T23:26:22Z')).toBe('Fri, 20 Nov 2026 23:26:22 +0000');
});
