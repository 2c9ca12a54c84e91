import { execFileSync, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ServedCluster } from './serving.ts';

const isInstalled = ['kubetail', 'kubectl'].every(isThere);
/** Where every client has to be there (CLIENTS=required), a missing one is a failure. */
const isRequired = process.env['CLIENTS'] === 'required';

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Newer shells read an ampersand of its as a part of a pattern (patsub_replacement). */
const COMMAND =
  'bash +O patsub_replacement "$(command -v kubetail)" web --follow false --colored-output false';

describe.skipIf(!isInstalled && !isRequired)('kubetail', () => {
  let cluster: ServedCluster;
  beforeAll(async () => {
    cluster = await ServedCluster.start();
    await cluster.sim('create', 'deployment', 'web', '--image=nginx', '--replicas=2');
  }, 120_000);
  afterAll(() => cluster.end());

  test('finds the pods of a deployment and reads their logs', async () => {
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, TERM: 'dumb' };
    const { stdout, stderr } = await runApart(COMMAND, env);
    const pods = (await cluster.sim('get', 'pods', '-o', 'name')).replaceAll('pod/', '').trim().split('\n');
    expect(stdout.split('\n').slice(0, 3)).toEqual(['Will tail 2 logs...', ...pods]);
    expect(stderr).toBe('');
  }, 30_000);
});

/** In a group of processes of its own: at its end kubetail kills its whole group. */
function runApart(
  command: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const child = spawn('sh', ['-c', command], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve({ stdout, stderr }));
  });
}
