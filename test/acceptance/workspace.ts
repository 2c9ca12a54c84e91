import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './command-line.ts';

export const recordings = process.env['ACCEPTANCE_RECORDINGS'] ?? '';
export const root = process.env['ACCEPTANCE_ROOT'] ?? '';
const folder = process.env['ACCEPTANCE_FOLDER'] ?? '';
/** The real kubectl that judges `sim serve`, where `--kubectl` names one. */
export const kubectlBinary = process.env['ACCEPTANCE_KUBECTL'] ?? '';

/** A folder of its own for one session: home, state, and a `kubectl` that is our program, or the real one that judges it. */
export interface Workspace {
  readonly environment: Environment;
  readonly files: string;
  readonly state: string;
  remove(): void;
}

export function workspace(more: Environment = {}): Workspace {
  const own = mkdtempSync(join(folder, 'session-'));
  const [files, bin, home] = [join(own, 'w'), join(own, 'bin'), join(own, 'home')];
  for (const path of [files, bin, home]) mkdirSync(path);
  const kubectl = join(bin, 'kubectl');
  if (kubectlBinary !== '') symlinkSync(kubectlBinary, kubectl);
  else writeFileSync(kubectl, `#!/bin/sh\nexec ${root}/bin/sim "$@"\n`, { mode: 0o755 });
  const { KUBECONFIG: _, ...inherited } = process.env;
  const state = join(own, 'state.json');
  return {
    files,
    state,
    environment: {
      ...inherited,
      HOME: home,
      SIM_STATE: state,
      PATH: `${bin}:${inherited['PATH']}`,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      ...more,
    },
    remove: () => {
      process.chdir('/');
      rmSync(own, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** The state of one workspace, as the beginning of another. */
export function copyState(from: string, to: string): void {
  for (const suffix of ['', '.journal']) {
    rmSync(to + suffix, { force: true });
    if (existsSync(from + suffix)) cpSync(from + suffix, to + suffix);
  }
}
