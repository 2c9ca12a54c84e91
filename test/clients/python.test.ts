import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ServedCluster } from './serving.ts';

const python = ['python3', '/usr/bin/python3'].find(hasClient);
/** Where every client has to be there (CLIENTS=required), a missing one is a failure. */
const isRequired = process.env['CLIENTS'] === 'required';

function hasClient(program: string): boolean {
  try {
    execFileSync(program, ['-c', 'import kubernetes'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(python === undefined && !isRequired)("Python's client", () => {
  let cluster: ServedCluster;
  beforeAll(async () => {
    cluster = await ServedCluster.start();
  }, 120_000);
  afterAll(() => cluster.end());

  test('creates, watches, patches, scales, pages, deletes and is told what is wrong', async () => {
    const script = join(import.meta.dirname, 'python_client.py');
    const { stdout } = await promisify(execFile)(python ?? 'python3', [script, cluster.kubeconfig]);
    expect(JSON.parse(stdout)).toEqual({
      pods: ['Running', 'Running'],
      owner: ['ReplicaSet'],
      patched: 3,
      scaled: 1,
      pages: [['a', 'b'], ['c']],
      told: ['DELETED a', 'DELETED b', 'DELETED c'],
      missing: [404, 'pods "nope" not found'],
      invalid: [422, 'Invalid'],
      dynamic: 'dmFsdWU=',
      deleted: 'Success',
      version: 'v1.33',
    });
  }, 60_000);
});
