import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** How many stories there are of each kind of workload: SD-01 to SD-40 of Deployments, and so on. */
const STORIES: Readonly<Record<string, number>> = { SD: 40, SR: 7, SS: 25, SG: 20 };

/** Stories of the platform (SP): volumes, drain, Jobs, CronJobs, Services, autoscaling. */
const PLATFORM: readonly number[] = [
  15, 16, 33, 34, 35, 38, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58,
];

const numbers = [
  ...Object.entries(STORIES).flatMap(([letters, count]) =>
    Array.from({ length: count }, (_, index) => `${letters}-${String(index + 1).padStart(2, '0')}`),
  ),
  ...PLATFORM.map((number) => `SP-${String(number).padStart(2, '0')}`),
];

/** Every story number that stands in the title of a test, or of the group it is in. */
function told(): ReadonlySet<string> {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const titles = files
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/^\s*(?:test|describe)\(\s*(['`])(.*?)\1/gm)])
    .map(([, , title = '']) => title);
  return new Set(titles.flatMap((title) => title.match(/\bS[DRSGP]-\d\d\b/g) ?? []));
}

test('every story of a workload is told by a test that bears its number', () => {
  const found = told();
  expect(numbers.filter((number) => !found.has(number))).toEqual([]);
  expect([...found].filter((number) => !numbers.includes(number))).toEqual([]);
});
