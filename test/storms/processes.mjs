// Many processes at one state, by the built program (npm run build first). Run by hand:
//   node test/storms/processes.mjs [processes=4] [times=100] [kills=20]
// 1. Each process scales a deployment of its own and annotates a shared one, `times` times: nothing may be lost.
// 2. A watch in one process shows what another scales: how long that takes.
// 3. Writers killed at random moments: the state is as before or as after, and goes on.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [processes = 4, times = 100, kills = 20] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'sim-storm-'));
const program = join(import.meta.dirname, '../../bin/sim');
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
const env = { ...environment, SIM_STATE: join(folder, 'cluster.json') };

function start(...argv) {
  const child = spawn(process.execPath, [program, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const started = { child, out: '', err: '', onOutput: () => {} };
  child.stdout.on('data', (text) => {
    started.out += text;
    started.onOutput();
  });
  child.stderr.on('data', (text) => {
    started.err += text;
  });
  started.done = new Promise((resolve) => child.on('close', (exit) => resolve(exit)));
  return started;
}

async function ok(...argv) {
  const started = start(...argv);
  const exit = await started.done;
  if (exit !== 0) throw new Error(`sim ${argv.join(' ')}: exit ${exit}\n${started.err}`);
  return started.out;
}

function says(started, pattern) {
  return new Promise((resolve) => {
    started.onOutput = () => {
      if (pattern.test(started.out)) resolve();
    };
    started.onOutput();
  });
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
let failures = 0;
function check(what, found, wanted) {
  const good = JSON.stringify(found) === JSON.stringify(wanted);
  if (!good) failures++;
  console.log(
    `${good ? 'ok  ' : 'FAIL'} ${what}${good ? '' : `: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`}`,
  );
}

async function writers() {
  await ok('create', 'deployment', 'shared', '--image=nginx');
  const began = performance.now();
  const rows = Array.from({ length: processes }, (_, i) => `row-${i}`);
  await Promise.all(
    rows.map(async (row) => {
      await ok('create', 'deployment', row, '--image=nginx', '--replicas=2');
      for (let i = 1; i <= times; i++) {
        await ok('scale', `deployment/${row}`, `--replicas=${i % 2 === 1 ? 1 : 2}`);
        await ok('annotate', 'deployment/shared', `${row}-${i}=done`);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const generations = await ok(
    'get',
    'deployments',
    ...rows,
    '-o',
    'jsonpath={.items[*].metadata.generation}',
  );
  check(`${processes} processes, ${times} scales each`, generations, rows.map(() => times + 1).join(' '));
  const shared = JSON.parse(await ok('get', 'deployment', 'shared', '-o', 'json'));
  const done = Object.keys(shared.metadata.annotations).filter((name) => name.startsWith('row-'));
  check('annotations of all of them on one object', done.length, processes * times);
  console.log(`     ${Math.round((processes * times * 2) / seconds)} commands a second`);
}

async function latency() {
  const watch = start(
    'get',
    'deployment',
    'shared',
    '--watch',
    '--output-watch-events',
    '-o',
    'jsonpath={.object.spec.replicas}{"\\n"}',
  );
  await says(watch, /./);
  const taken = [];
  for (let i = 0; i < 20; i++) {
    const seen = watch.out.length;
    const scale = start('scale', 'deployment/shared', `--replicas=${3 + (i % 2)}`);
    // From the moment the writer answers: by then its change is on the disk.
    let answered;
    scale.onOutput = () => {
      answered ??= performance.now();
    };
    const shown = new Promise((resolve) => {
      watch.onOutput = () => {
        if (watch.out.slice(seen).includes(String(3 + (i % 2)))) resolve(performance.now());
      };
    });
    const [at] = await Promise.all([shown, scale.done]);
    taken.push(Math.max(0, at - answered));
  }
  watch.child.kill('SIGINT');
  check('an interrupted watch ends with 130', await watch.done, 130);
  taken.sort((a, b) => a - b);
  const shown = [0.5, 0.95, 1].map((share) => `${Math.round(quantile(taken, share))} ms`);
  console.log(
    `     another process sees a change after ${shown[0]} (median), ${shown[1]} (95 %), ${shown[2]} (worst)`,
  );
  check('... within 100 ms in the median', quantile(taken, 0.5) <= 100, true);
}

async function killed() {
  const state = async () =>
    (await ok('get', 'deployment', 'shared', '-o', 'jsonpath={.spec.replicas} {.metadata.generation}'))
      .split(' ')
      .map(Number);
  let cut = 0;
  for (let i = 0; i < kills; i++) {
    const [replicas, generation] = await state();
    const wanted = replicas === 1 ? 2 : 1;
    const scale = start('scale', 'deployment/shared', `--replicas=${wanted}`);
    setTimeout(() => scale.child.kill('SIGKILL'), 40 + Math.random() * 120);
    const exit = await scale.done;
    const after = await state();
    const isBefore = after[0] === replicas && after[1] === generation;
    const isAfter = after[0] === wanted && after[1] === generation + 1;
    if (!isAfter && (exit === 0 || !isBefore)) check(`kill ${i + 1}`, after, [wanted, generation + 1]);
    if (isBefore) cut++;
  }
  console.log(`ok   ${kills} writers killed, ${cut} of them before their change was kept`);
}

try {
  await ok('cluster', 'create', '--kubelet=fast', '--seed=1');
  await writers();
  await latency();
  await killed();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failures === 0 ? 0 : 1);
