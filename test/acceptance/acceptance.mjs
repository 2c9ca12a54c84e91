#!/usr/bin/env node
// Replays what real control planes answered to many manifests and sessions, and says what differs.
//   npm run acceptance -- [--only corpus|golden|runs] [--filter REGEX] [--show N] [--json FILE] [--jobs N] [--raise-floor]
//   With --kubectl PATH the corpus and the golden sessions are tried by that kubectl at sim serve.
// The recordings lie beside the checkout and are not part of it: where they are not, there is nothing to replay.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const PARTS = ['corpus', 'golden', 'runs'];
/** A manifest, session or run that makes no progress for so long is given up. */
const PATIENCE = 60_000;
const here = import.meta.dirname;
const root = path.join(here, '../..');
const recordings = path.resolve(root, '../shared');
const floorFile = path.join(here, 'floor.json');

const options = parseOptions(process.argv.slice(2));
if (fs.existsSync(path.join(recordings, 'corpus/MANIFEST.json'))) await main();
else console.log('no recordings beside this checkout: nothing to replay\n0 passed, 0 failed');

function parseOptions(argv) {
  const found = { show: 10, jobs: Math.min(4, os.availableParallelism()), filter: '.' };
  for (let i = 0; i < argv.length; i++) {
    const [name, inline] = argv[i].replace(/^--/, '').split('=');
    if (name === 'raise-floor') found.raise = true;
    else found[name] = inline ?? argv[++i];
  }
  return found;
}

async function main() {
  delete process.env.NODE_EXTRA_CA_CERTS;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'acceptance-'));
  try {
    const worker = await buildWorker(folder);
    const parts = PARTS.filter((part) => options.only === undefined || options.only === part);
    const results = await runAll(worker, folder, parts);
    process.exitCode = report(parts, results) ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The program as it is now, and the worker that runs it in its own process. */
async function buildWorker(folder) {
  execFileSync(process.execPath, [path.join(root, 'bin/build.mjs'), folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const outfile = path.join(folder, 'worker.cjs');
  const entryPoints = [path.join(here, 'worker.ts')];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.20',
    logLevel: 'error',
    sourcemap: 'inline',
    sourcesContent: false,
  });
  return outfile;
}

async function runAll(worker, folder, parts) {
  const filter = new RegExp(options.filter);
  const queue = parts.flatMap((part) =>
    itemsOf(part)
      .filter((name) => filter.test(name))
      .map((name) => ({ part, name })),
  );
  const results = [];
  // The long ones first, so that no one of them is left over at the end.
  queue.sort((a, b) => PARTS.indexOf(b.part) - PARTS.indexOf(a.part));
  await Promise.all(
    Array.from({ length: Number(options.jobs) }, (_, seat) =>
      work(worker, path.join(folder, `w${seat}`), queue, results),
    ),
  );
  return results;
}

function itemsOf(part) {
  if (part === 'corpus')
    return JSON.parse(fs.readFileSync(path.join(recordings, 'corpus/MANIFEST.json'), 'utf8')).map(
      ({ file }) => file,
    );
  const folder = path.join(recordings, part === 'golden' ? 'goldens/handed' : 'transcripts/replayed');
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !/^(INDEX|README)/i.test(name))
    .sort();
}

/** One worker process at a time takes items from the queue; one that hangs or dies is replaced, and its item has failed. */
async function work(worker, folder, queue, results) {
  fs.mkdirSync(folder, { recursive: true });
  let child;
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    child ??= fork(worker, {
      execArgv: ['--enable-source-maps'],
      env: {
        ...process.env,
        ACCEPTANCE_RECORDINGS: recordings,
        ACCEPTANCE_ROOT: root,
        ACCEPTANCE_FOLDER: folder,
        ACCEPTANCE_KUBECTL: options.kubectl ?? '',
        SIM_DIST: path.dirname(worker),
      },
    });
    const result = await answerOf(child, item);
    results.push({ ...item, ...result });
    if (result.dead) child = undefined;
  }
  if (child === undefined) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

function answerOf(child, item) {
  return new Promise((resolve) => {
    const gone = (why) =>
      resolve({ dead: true, checks: [{ title: item.name, same: false, differences: [why] }] });
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        child.kill('SIGKILL');
        gone(`no progress for ${PATIENCE / 1000} s`);
      }, PATIENCE);
    };
    const done = (result) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(result);
    };
    wait();
    child.removeAllListeners();
    child.on('message', (message) => (message === 'alive' ? wait() : done(message)));
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      gone(`the process ended: ${signal ?? code}`);
    });
    child.send(item);
  });
}

function report(parts, results) {
  const floor = JSON.parse(fs.readFileSync(floorFile, 'utf8'));
  const whole = options.filter === '.';
  let passed = 0;
  let failed = 0;
  let holds = true;
  for (const part of parts) {
    const own = results.filter((result) => result.part === part).sort((a, b) => (a.name < b.name ? -1 : 1));
    const counts = reportPart(part, own);
    passed += counts.passed;
    failed += counts.failed;
    // The floor is that of `sim` alone, which does each file of the corpus twice.
    if (!whole || options.kubectl !== undefined) continue;
    const least = floor[part] ?? 0;
    if (counts.passed < least) {
      console.log(`${part}: ${counts.passed} is below the floor of ${least}`);
      holds = false;
    } else if (counts.passed > least && options.raise) floor[part] = counts.passed;
  }
  if (options.raise && whole) fs.writeFileSync(floorFile, `${JSON.stringify(floor, null, 2)}\n`);
  if (options.json) fs.writeFileSync(options.json, JSON.stringify(results, null, 1));
  console.log(`${passed} passed, ${failed} failed`);
  return holds;
}

function reportPart(part, results) {
  const left = results.filter(({ leftOut }) => leftOut !== undefined);
  const done = results.filter(({ leftOut }) => leftOut === undefined);
  const all = done.flatMap(({ name, checks }) => checks.map((check) => ({ name, ...check })));
  const checks = all.filter(({ untold }) => untold === undefined);
  const different = checks.filter(({ same }) => !same);
  console.log(
    `\n== ${part}: ${checks.length - different.length} of ${checks.length} equal, ${done.length} replayed, ${left.length} left out`,
  );
  const agreed = checks.filter((check) => check.agreed).length;
  if (agreed > 0)
    console.log(
      `   of these ${agreed} (${((100 * agreed) / checks.length).toFixed(1)} %) stand in DEVIATIONS.md`,
    );
  if (all.length > checks.length)
    console.log(`   ${all.length - checks.length} not compared: an older kubectl says them otherwise`);
  const common = done
    .filter(({ needs = [] }) => needs.length === 0)
    .flatMap(({ checks }) => checks)
    .filter(({ untold }) => untold === undefined);
  console.log(
    `   of the common kinds (what asks for none of those in needs.ts): ${common.filter(({ same }) => same).length} of ${common.length} equal`,
  );
  if (part !== 'corpus')
    for (const { name, checks, needs = [] } of done)
      if (checks.some(({ same }) => !same))
        console.log(
          `DIFF ${name.replace('.json', '')} ${checks.filter(({ same }) => same).length}/${checks.length}${needs.length === 0 ? '' : ` (needs ${needs.join(', ')})`}`,
        );
  listCounts(
    'left out:',
    left.map(({ leftOut, name }) =>
      part === 'corpus' ? leftOut : `${name.replace('.json', '')}: ${leftOut}`,
    ),
  );
  listCounts(
    'rules that were needed:',
    done.flatMap(({ rules }) => rules ?? []),
  );
  for (const { name, title, details, differences } of different.slice(0, Number(options.show)))
    console.log(`--- ${name} ${title}\n${details ?? differences.join('\n')}`);
  listCounts(
    'what differs:',
    different.flatMap(({ differences }) => [...new Set(differences)]),
  );
  return { passed: checks.length - different.length, failed: different.length };
}

function listCounts(title, words) {
  if (words.length === 0) return;
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  console.log(title);
  for (const [word, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)))
    console.log(`  ${String(count).padStart(5)}  ${word.length > 300 ? `${word.slice(0, 300)}...` : word}`);
}
