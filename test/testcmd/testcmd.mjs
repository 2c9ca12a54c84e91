#!/usr/bin/env node
// Runs upstream's own kubectl integration scripts (test/cmd) with a real kubectl against sim serve, and says which functions fail.
//   npm run testcmd -- --mirror DIR --kubectl PATH [--only f1,f2] [--json FILE]
// The scripts are read from a git directory of openshift/microshift, and run by a tool that lies beside the checkout: without
// them there is nothing to run. Functions that fail on a real server, too, are left out.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const tool = path.resolve(root, '../shared/tools/testcmd');

/** As hack/make-rules/test-cmd.sh starts kube-apiserver; there are neither a scheduler nor kubelets. */
const FLAGS = [
  '--without=scheduler,kubelet',
  '--authorization-mode=RBAC,AlwaysAllow',
  '--service-cluster-ip-range=10.0.0.0/24',
  '--disable-admission-plugins=ServiceAccount,DefaultStorageClass,DefaultTolerationSeconds,MutatingAdmissionWebhook,ValidatingAdmissionWebhook,StorageObjectInUseProtection',
];
/** The one node, made by hand, with no storage beside it: the annotation lets it have managers of fields. */
const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: '127.0.0.1', annotations: { 'save-managers': 'true' } },
  status: { capacity: { memory: '1Gi' } },
};
/** These read the certificate of a server that was started with their own folder. */
const NEEDS_CERTIFICATE = ['run_kubectl_config_set_tests', 'run_kubectl_config_set_cluster_tests'];

const options = Object.fromEntries(
  process.argv
    .slice(2)
    .join(' ')
    .split(/\s*--(?=\w)/)
    .filter((word) => word !== '')
    .map((word) => word.trim().split(/[ =]/)),
);
if (!fs.existsSync(path.join(tool, 'run.py')) || options.mirror === undefined)
  console.log('no scripts beside this checkout, or no --mirror: nothing to run\n0 passed, 0 failed');
else await main();

async function main() {
  delete process.env.NODE_EXTRA_CA_CERTS;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'testcmd-sim-'));
  const results = options.json ?? path.join(folder, 'results.json');
  try {
    const { address, stop } = await serve(folder);
    const { kubectl = 'kubectl', mirror } = options;
    const about = ['--server', address, '--kubectl', kubectl, '--mirror', mirror, '--out', results];
    const only = options.only ?? functions().join(',');
    execFileSync('python3', [path.join(tool, 'run.py'), ...about, '--only', only], { stdio: 'inherit' });
    await stop();
    const failed = JSON.parse(fs.readFileSync(results, 'utf8')).filter(({ status }) => status !== 'pass');
    for (const { fn, err, fail } of failed) console.log(`\n${fn}: ${err}\n${fail}`);
    process.exitCode = failed.length === 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The functions that a real server passes. */
function functions() {
  return fs
    .readFileSync(path.join(tool, 'visible.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.includes('fail there'))
    .map((line) => line.split(' ')[0])
    .filter((name) => !NEEDS_CERTIFICATE.includes(name));
}

async function serve(folder) {
  const dist = path.join(folder, 'dist');
  execFileSync('node', [path.join(root, 'bin/build.mjs'), dist]);
  const env = { ...process.env, SIM_DIST: dist, SIM_STATE: path.join(folder, 'state.json') };
  const sim = path.join(root, 'bin/sim');
  const run = (args, input) => execFileSync(sim, args, { env: { ...env, SIM_PACE: 'manual' }, input });
  run(['cluster', 'create', '--workers=0', '--control-planes=0']);
  run(['create', '-f', '-'], JSON.stringify(NODE));
  run(['delete', 'storageclass', '--all']);
  // By then the node lifecycle controller has noticed that no kubelet tells of the node.
  run(['clock', 'advance', '70s']);
  const server = spawn(sim, ['serve', ...FLAGS], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of server.stdout) {
    const address = /Serving on (\S+)/.exec(chunk)?.[1];
    if (address !== undefined) return { address, stop: () => ended(server) };
  }
  throw new Error('sim serve ended before it served');
}

/** The server saves the state before it ends. */
function ended(server) {
  server.kill('SIGTERM');
  return once(server, 'exit');
}
