// A tour of sim over a state of its own: every command is shown, then run. Nothing waits by the wall clock.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const sim = join(import.meta.dirname, 'sim');
const folder = mkdtempSync(join(tmpdir(), 'sim-demo-'));
const { SIM_PACE: _pace, SIM_CONFIG: _config, ...inherited } = process.env;
const environment = { ...inherited, SIM_STATE: join(folder, 'cluster.json') };
const colourful = process.stdout.isTTY && !process.env.NO_COLOR;
const painted = (code, text) => (colourful ? `\u001b[${code}m${text}\u001b[0m` : text);
const say = (text) => writeSync(1, `${text}\n`);

const tour = [
  '# A control plane and two workers, in one file. Time passes while a command waits, and when it is told to.',
  'cluster create --pace=manual --seed=1',
  'get nodes',

  '# A Deployment with settings from a ConfigMap, with requests, limits and probes.',
  'apply -f manifests/web.yaml',
  'rollout status deployment/web',
  'get pods -o wide',
  'scale deployment/web --replicas=5',
  'rollout status deployment/web',
  'tree deployment web',

  '# An update, one that cannot work, and the way back.',
  'set image deployment/web nginx=nginx:1.28',
  'rollout status deployment/web',
  'set image deployment/web nginx=nginx:bogus',
  '! rollout status deployment/web --timeout=1m',
  'get deployments,replicasets,pods',
  'rollout undo deployment/web',
  'rollout status deployment/web',
  'rollout history deployment/web',

  '# A pod on every node, and pods with names that last.',
  'create namespace stg',
  'apply -n stg -f manifests/test-ds.yaml -f manifests/test-sts.yaml',
  'rollout status -n stg daemonset/test-ds',
  'rollout status -n stg statefulset/test-sts',
  'get pods -n stg -o wide',
  'tree daemonset test-ds -n stg',
  'tree statefulset test-sts -n stg',
  'node add worker-3',
  'rollout status -n stg daemonset/test-ds',
  'get daemonset,pods -n stg -o wide',

  '# One program that counts into a file: pods that share a claim, pods with claims of their own, pods that write on their node.',
  'apply -f manifests/counter-deployment.yaml',
  'rollout status deployment/counter',
  'apply -n stg -f manifests/counter-statefulset.yaml',
  'scale -n stg statefulset/counter --replicas=3',
  'rollout status -n stg statefulset/counter',
  'get persistentvolumeclaims -A',
  'create namespace count',
  'apply -n count -f manifests/counter-daemonset.yaml',
  'rollout status -n count daemonset/counter',

  '# A service of a lecture: slow to be ready, and reached through a port of every node.',
  'apply -f manifests/zwitscher-service.yaml',
  'rollout status deployment/zwitscher-service',
  'get service,endpointslices',

  '# A worker is lost. After five minutes its pods are replaced.',
  'node stop worker-1',
  'clock advance 7m',
  'get nodes',
  'get pods -o wide',

  "# A donor's program as DaemonSet, Deployment and StatefulSet.",
  'apply -f manifests/folding-daemonset.yaml -f manifests/folding-deployment.yaml -f manifests/folding-statefulset.yaml',
  'rollout status daemonset/folding-at-home',
  'rollout status deployment/folding-at-home',
  'rollout status statefulset/folding-at-home',
  'get daemonsets,deployments,statefulsets -l app.kubernetes.io/name=folding-at-home',
];

function run(line) {
  const fails = line.startsWith('! ');
  const words = (fails ? line.slice(2) : line).split(' ');
  say(painted(1, `$ sim ${words.join(' ')}`));
  const { status, error } = spawnSync(process.execPath, [sim, ...words], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 1, 1],
  });
  say('');
  if (error !== undefined) throw error;
  if ((status !== 0) !== fails) throw new Error(`sim ${words.join(' ')} ended with exit code ${status}`);
}

try {
  if (!existsSync(join(root, 'dist/sim.cjs'))) throw new Error('there is no dist/sim.cjs: run npm run build');
  for (const line of tour) {
    if (line.startsWith('# ')) say(painted('1;36', `${line}\n`));
    else run(line);
  }
} catch (error) {
  say(`demo: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
