import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** How many stories there are: SD-01 to SD-40 of Deployments, SP of the platform, and so on. */
const STORIES: Readonly<Record<string, number>> = { SD: 40, SR: 7, SS: 25, SG: 20, SP: 65 };

const numbers = Object.entries(STORIES).flatMap(([letters, count]) =>
  Array.from({ length: count }, (_, index) => `${letters}-${String(index + 1).padStart(2, '0')}`),
);

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

test('every story is told by a test that bears its number', () => {
  const found = told();
  expect(numbers.filter((number) => !found.has(number))).toEqual([]);
  expect([...found].filter((number) => !numbers.includes(number))).toEqual([]);
});
