import { type ChildProcess, spawn } from 'node:child_process';
import type { Said } from './answers.ts';

export type Environment = Record<string, string>;

export interface Place {
  readonly environment: Environment;
  readonly folder: string;
}

/** A command that neither ends nor waits for anything is stopped. */
const LONGEST_MILLISECONDS = 90_000;

/** Starts a program; what it said is there when it has ended. */
export function runProcess(
  file: string,
  argv: readonly string[],
  { environment, folder }: Place,
): { readonly child: ChildProcess; readonly said: Promise<Said> } {
  const child = spawn(file, argv, { env: environment, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  const patience = setTimeout(() => child.kill('SIGKILL'), LONGEST_MILLISECONDS);
  const said = new Promise<Said>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(patience);
      resolve({ out, err, exit: code ?? String(signal) });
    });
  });
  return { child, said };
}
