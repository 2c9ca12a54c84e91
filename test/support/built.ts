import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/sim-tests');

/** The program built from the sources as they are; test files that run at the same time, and the next run, share it. */
export function builtProgram(): string {
  const folder = join(cache, stateOf(['src', 'bin']));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'building-'));
  execFileSync(process.execPath, [join(root, 'bin/build.mjs'), fresh]);
  try {
    renameSync(fresh, folder);
  } catch {
    // Another process was first.
    rmSync(fresh, { recursive: true, force: true });
  }
  forgetOld(folder);
  return folder;
}

/** Changes with every file of the folders. */
function stateOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const { mtimeMs, size } = statSync(join(root, folder, name));
      hash.update(`${folder}/${name} ${mtimeMs} ${size}\n`);
    }
  return hash.digest('hex').slice(0, 16);
}

const AN_HOUR = 3_600_000;

/** Runs that are under way may still use what is younger. */
function forgetOld(current: string): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (folder !== current && age > AN_HOUR) rmSync(folder, { recursive: true, force: true });
  }
}
