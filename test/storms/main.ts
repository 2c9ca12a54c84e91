import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hours } from '../../src/machinery/instant.ts';
import { shrink } from './shrink.ts';
import { runStorm } from './storm.ts';
import { parseStorm, type Storm } from './storm-file.ts';
import { transcriptOf } from './transcript.ts';

const FOLDER = process.env['STORMS'] ?? import.meta.dirname;
/** Takes minutes where the others take seconds: only by name. */
const LONG = 'month';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, hours: { type: 'string' }, refused: { type: 'boolean' } },
  allowPositionals: true,
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));

function storms(): readonly Storm[] {
  const all = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  const names = all.map((name) => name.replace(/\.yaml$/, '')).filter((name) => name !== LONG);
  return (positionals.length > 0 ? positionals : names).map((name) =>
    parseStorm(name, readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')),
  );
}

async function blow(storm: Storm): Promise<boolean> {
  const length = values.hours === undefined ? storm.length : hours(Number(values.hours));
  const before = process.cpuUsage();
  const { lines, refused, failure, revision, wakes } = await runStorm(storm, seed, length);
  const { user, system } = process.cpuUsage(before);
  const took = `${((user + system) / 1e6).toFixed(1)} s of processor time`;
  const size = `${length / 3_600_000} h, ${lines.length} commands (${refused.length} refused), ${wakes} wakes, revision ${revision}`;
  console.log(`${failure === undefined ? 'ok  ' : 'FAIL'} ${storm.name}, seed ${seed}: ${size}, ${took}`);
  if (values.refused) for (const text of refused) console.log(`  ${text}`);
  if (failure === undefined) return true;
  console.log(`\n${new Date(failure.at).toISOString()}: ${failure.what}\n\nlooking for less ...`);
  const least = await shrink(storm, seed, lines, failure);
  console.log(`${least.failure.what}\n\n${transcriptOf(storm, seed, least.lines, least.failure.at)}`);
  return false;
}

let failures = 0;
for (const storm of storms()) if (!(await blow(storm))) failures++;
process.exitCode = failures === 0 ? 0 : 1;
