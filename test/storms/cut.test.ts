import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatGoDuration } from '../../src/machinery/duration.ts';
import { instantOf, minutes } from '../../src/machinery/instant.ts';
import type { KubeObject } from '../../src/machinery/object-meta.ts';
import { openState } from '../../src/store/disk/state-file.ts';
import { Sim } from '../support/sim.ts';
import { MANIFESTS } from './deeds.ts';
import { runStorm } from './storm.ts';
import { parseStorm } from './storm-file.ts';

const SEED = 1;
const text = readFileSync(join(import.meta.dirname, 'failing-containers.yaml'), 'utf8');

const byName = (objects: readonly KubeObject[]): Readonly<Record<string, KubeObject>> =>
  Object.fromEntries(
    objects.map((one) => [[one.kind, one.metadata.namespace ?? '', one.metadata.name].join(' '), one]),
  );

test('a storm whose every command reads the state and saves it leaves what one in memory leaves', async () => {
  const start = instantOf('2026-01-05T09:00:00Z');
  const storm = { ...parseStorm('failing-containers', text), start };
  const inMemory = await runStorm(storm, SEED, minutes(15));
  const sim = await Sim.create({ seed: SEED, workers: String(storm.workers) });
  try {
    const manifests = join(sim.folder, MANIFESTS);
    writeFileSync(manifests, storm.manifests);
    await sim.ok('apply', '-f', manifests);
    let now = start;
    for (const { at, words } of inMemory.lines) {
      if (at > now) await sim.ok('clock', 'advance', formatGoDuration(at - now));
      await sim.run(words.map((word) => (word === MANIFESTS ? manifests : word)));
      now = at;
    }
    await sim.ok('clock', 'advance', '--until=settled');
    const saved = [...(openState(sim.state).load()?.objects.values() ?? [])].flatMap((table) => [...table()]);
    expect(byName(saved)).toEqual(byName(inMemory.objects() as readonly KubeObject[]));
  } finally {
    sim.remove();
  }
});
