import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { minutes } from '../../src/machinery/instant.ts';
import { runStorm } from './storm.ts';
import { parseStorm, type Storm } from './storm-file.ts';

const storm = (name: string): Storm =>
  parseStorm(name, readFileSync(join(import.meta.dirname, `${name}.yaml`), 'utf8'));
const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''));

test.each(names)('every promise holds in 20 minutes of %s', async (name) => {
  const { failure, lines } = await runStorm(storm(name), 1, minutes(20));
  expect(failure?.what).toBeUndefined();
  expect(lines.length).toBeGreaterThan(0);
});

test('the same seed gives the same cluster, to the last field', async () => {
  const [one, other] = await Promise.all(
    [1, 1].map((seed) => runStorm(storm('failing-containers'), seed, minutes(20))),
  );
  expect(one?.objects()).toEqual(other?.objects());
  expect(one?.lines).toEqual(other?.lines);
});
