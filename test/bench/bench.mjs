// Prints what users wait for: a command's start beside a plain kubectl binary's, a log, lists by both, and 100 Deployments from apply to Running.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const sim = path.join(root, 'bin/sim');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sim-bench-'));
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function time(command, args, env = {}) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, {
    env: { ...environment, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}\n${stderr}`);
  return milliseconds;
}

/** A kubectl that is the program itself: some installations put a dispatcher of that name before it. */
function plainKubectl() {
  const found = spawnSync('sh', ['-c', 'readlink -f "$(command -v kubectl)"'], {
    encoding: 'utf8',
  }).stdout.trim();
  if (found === '') return undefined;
  const beside = fs
    .readdirSync(path.dirname(found))
    .filter((name) => /^kubectl\.\d/.test(name))
    .sort();
  return beside.length === 0 ? found : path.join(path.dirname(found), beside.at(-1));
}

function start() {
  const state = { SIM_STATE: path.join(folder, 'demo.json'), SIM_PACE: 'instant' };
  time(sim, ['cluster', 'create', '--seed', '1', '--pace', 'instant'], state);
  for (const name of ['web', 'api', 'worker'])
    time(sim, ['create', 'deployment', name, '--image=nginx:1.25', '--replicas=3'], state);
  const kubectl = plainKubectl();
  const ours = [];
  const theirs = [];
  for (let round = 0; round < 21; round++) {
    ours.push(time(sim, ['get', 'pods'], state));
    if (kubectl) theirs.push(time(kubectl, ['version', '--client']));
  }
  console.log(`sim get pods (9 pods)           ${median(ours).toFixed(1)} ms`);
  if (!kubectl) return;
  console.log(`kubectl version --client        ${median(theirs).toFixed(1)} ms`);
  console.log(`ratio                           ${(median(ours) / median(theirs)).toFixed(2)}`);
}

function deployment(index) {
  const name = `app-${String(index).padStart(3, '0')}`;
  const labels = { app: name };
  const container = {
    name: 'main',
    image: 'nginx:1.25',
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 100,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

const BUDGET_SECONDS = 5;

/** 100 Deployments of 100 pods on 1,000 nodes, from apply to all Running. */
function scale(kubelet) {
  const state = { SIM_STATE: path.join(folder, `large-${kubelet}.json`), SIM_PACE: 'instant' };
  const manifest = path.join(folder, 'deployments.json');
  const items = Array.from({ length: 100 }, (_, index) => deployment(index));
  fs.writeFileSync(manifest, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const size = ['--workers', '1000', '--kubelet', kubelet];
  time(sim, ['cluster', 'create', ...size, '--seed', '1', '--pace', 'instant'], state);
  const seconds = time(sim, ['apply', '-f', manifest], state) / 1000;
  const running = spawnSync(sim, ['get', 'pods', '--field-selector=status.phase=Running', '-o', 'name'], {
    env: { ...environment, ...state },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const pods = running.stdout.trim().split('\n').length;
  const title = `${pods} pods, ${kubelet} kubelets`.padEnd(32);
  console.log(`${title}${seconds.toFixed(2)} s`);
  console.log(`ratio to ${BUDGET_SECONDS} s                    ${(seconds / BUDGET_SECONDS).toFixed(2)}`);
}

/** The same list by the real kubectl from a server, and by sim from the state. */
async function serve() {
  const kubectl = plainKubectl();
  if (!kubectl) return;
  for (const pods of [10, 1000, 10_000]) {
    const state = { SIM_STATE: path.join(folder, `served-${pods}.json`), SIM_PACE: 'instant' };
    const workers = String(Math.max(2, Math.ceil(pods / 100)));
    time(sim, ['cluster', 'create', '--workers', workers, '--kubelet', 'fast', '--seed', '1'], state);
    time(sim, ['create', 'deployment', 'web', '--image=nginx', `--replicas=${pods}`], state);
    const begun = process.hrtime.bigint();
    const server = spawn(sim, ['serve'], { env: { ...environment, ...state } });
    await once(server.stdout, 'data');
    const ready = Number(process.hrtime.bigint() - begun) / 1e6;
    const [ours, theirs] = [[], []];
    for (let round = 0; round < 7; round++) {
      ours.push(time(sim, ['get', 'pods'], state));
      theirs.push(
        time(kubectl, ['get', 'pods'], { KUBECONFIG: `${state.SIM_STATE}.kubeconfig`, HOME: folder }),
      );
    }
    server.kill();
    await once(server, 'exit');
    const title = `get ${pods} pods, sim | kubectl`.padEnd(32);
    console.log(
      `${title}${median(ours).toFixed(0)} | ${median(theirs).toFixed(0)} ms (server ready in ${ready.toFixed(0)} ms)`,
    );
  }
}

/** A log of an hour, one line a second: asked for the first time, and again by another process. */
function logs() {
  const state = { SIM_STATE: path.join(folder, 'logs.json') };
  const manifest = path.join(folder, 'loop.json');
  const command = ['sh', '-c', 'i=0; while true; do echo "$i $(date)"; i=$((i + 1)); sleep 1; done'];
  const spec = { containers: [{ name: 'main', image: 'busybox', command }] };
  fs.writeFileSync(
    manifest,
    JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'loop' }, spec }),
  );
  time(sim, ['cluster', 'create', '--seed', '1', '--pace', 'manual'], state);
  time(sim, ['apply', '-f', manifest], state);
  time(sim, ['clock', 'advance', '1h'], state);
  const first = time(sim, ['logs', 'loop'], state);
  time(sim, ['clock', 'advance', '10s'], state);
  const [again, floor] = [[], []];
  for (let round = 0; round < 11; round++) {
    again.push(time(sim, ['logs', 'loop'], state));
    floor.push(time(sim, ['get', 'pods'], state));
  }
  console.log(
    `logs of an hour, first | again  ${first.toFixed(0)} | ${median(again).toFixed(0)} ms (get pods ${median(floor).toFixed(0)} ms)`,
  );
}

start();
logs();
await serve();
for (const kubelet of ['fast', 'realistic']) scale(kubelet);
fs.rmSync(folder, { recursive: true, force: true });
