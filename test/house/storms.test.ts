import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FAULTS } from '../../src/cli/fault/names.ts';
import { deeds } from '../storms/deeds.ts';
import { parseStorm } from '../storms/storm-file.ts';

const folder = join(import.meta.dirname, '../storms');
const storms = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parseStorm(name, readFileSync(join(folder, name), 'utf8')));
const done = new Set(storms.flatMap(({ habits }) => habits.map(({ does }) => does)));

test('every fault is struck by a storm', () => {
  expect(FAULTS.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
});

test('storms do what deeds are there for, and every deed is done by one', () => {
  expect([...done].filter((word) => deeds[word] === undefined)).toEqual([]);
  expect(Object.keys(deeds).filter((word) => !done.has(word))).toEqual([]);
});
