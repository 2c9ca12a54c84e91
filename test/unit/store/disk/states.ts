import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

export { command, NEW_STATE, numbered, plain, stateAfter, step } from './states-data.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A path for a state in a folder of its own that is gone after the test. */
export function freshPath(): string {
  const folder = fs.mkdtempSync(join(tmpdir(), 'sim-state-'));
  folders.push(folder);
  return join(folder, 'cluster.json');
}
