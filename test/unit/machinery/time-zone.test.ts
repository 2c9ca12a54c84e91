import { describe, expect, test } from 'vitest';
import { instantOf } from '../../../src/machinery/instant.ts';
import { startOfDay, wallTime, zonedTimeText } from '../../../src/machinery/time-zone.ts';

const at = (text: string) => instantOf(text);
const utc = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

describe('what clocks show', () => {
  test.each([
    ['2026-03-29T00:59:00Z', 'Europe/Berlin', [2026, 3, 29, 1, 59, 0]],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', [2026, 3, 29, 3, 0, 0]],
    ['2026-01-01T00:00:00Z', 'America/New_York', [2025, 12, 31, 19, 0, 3]],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', [2026, 1, 1, 5, 45, 4]],
  ] as const)('at %s in %s', (time, zone, shown) => {
    const { year, month, day, hour, minute, weekday } = wallTime(zone, at(time));
    expect([year, month, day, hour, minute, weekday]).toEqual(shown);
  });
});

describe('when a day begins', () => {
  test.each([
    {
      zone: 'UTC',
      day: [2026, 13, 1],
      start: '2027-01-01T00:00:00Z',
      because: 'a thirteenth month is the next year',
    },
    {
      zone: 'Europe/Berlin',
      day: [2026, 3, 30],
      start: '2026-03-29T22:00:00Z',
      because: 'clocks went forward the day before',
    },
    {
      zone: 'America/Sao_Paulo',
      day: [2018, 11, 4],
      start: '2018-11-04T03:00:00Z',
      because: 'clocks jump over midnight',
    },
    {
      zone: 'America/Havana',
      day: [2026, 11, 1],
      start: '2026-11-01T04:00:00Z',
      because: 'midnight comes twice',
    },
  ] as const)('in $zone: $because', ({ zone, day: [year, month, day], start }) => {
    expect(utc(startOfDay(zone, year, month, day))).toBe(start);
  });
});

test('a time in its zone', () => {
  expect(
    ['UTC', 'Europe/Berlin', 'America/St_Johns'].map((zone) =>
      zonedTimeText(zone, at('2026-01-05T09:00:00.7Z')),
    ),
  ).toEqual(['2026-01-05T09:00:00Z', '2026-01-05T10:00:00+01:00', '2026-01-05T05:30:00-03:30']);
});
