import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openState } from '../../../../src/store/disk/state-file.ts';
import { freshPath } from './states.ts';

let folder = '';
let worker = '';

beforeAll(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'sim-worker-'));
  worker = join(folder, 'worker.cjs');
  const entryPoints = [join(import.meta.dirname, 'worker.ts')];
  buildSync({
    entryPoints,
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly child: ChildProcess;
  /** The counts it said it had saved. */
  readonly told: Promise<readonly number[]>;
}

function start(path: string, times: number, filling = 0): Run {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const child = spawn(process.execPath, [worker, path, String(times), String(filling)], { env });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (text) => {
    output += text;
  });
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  const told = new Promise<readonly number[]>((resolve, reject) => {
    child.on('close', () => {
      if (errors === '') resolve(output.split('\n').slice(0, -1).map(Number));
      else reject(new Error(errors));
    });
  });
  return { child, told };
}

const countIn = (path: string) =>
  [...(openState(path).load()?.memory ?? [])].find((row) => row[0] === 'count')?.[1];

describe('processes at one state', () => {
  test('four that change it lose nothing, while one reads it without a lock and never sees it go back', async () => {
    const path = freshPath();
    const runs = [1, 2, 3, 4].map(() => start(path, 25, 30_000));
    const done = Promise.all(runs.map((run) => run.told));
    const seen: number[] = [];
    let finished = false;
    const reading = (async () => {
      while (!finished) {
        seen.push(Number(countIn(path) ?? 0));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const told = await done;
    finished = true;
    await reading;
    const all = told.flat().sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(countIn(path)).toBe(100);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(fs.readdirSync(join(path, '..')).sort()).toEqual(['cluster.json', 'cluster.json.journal']);
  });

  test('killed at any moment: what was acknowledged is there, and the lock is taken over', async () => {
    const path = freshPath();
    let last = 0;
    for (const delay of [0, 5, 15, 30]) {
      const run = start(path, 100_000, 50_000);
      run.child.stdout?.once('data', () => setTimeout(() => run.child.kill('SIGKILL'), delay));
      const told = await run.told;
      last = Math.max(last, told.at(-1) ?? 0);
      const found = Number(countIn(path) ?? 0);
      expect([last, last + 1]).toContain(found);
      last = found;
    }
    expect(last).toBeGreaterThan(0);
    expect(await start(path, 1).told).toEqual([last + 1]);
  });
});
