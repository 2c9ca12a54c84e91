import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtProgram } from './built.ts';

const root = join(import.meta.dirname, '../..');

export interface Finished {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A process that was started: what it has said so far, and what became of it. */
export interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly done: Promise<Finished>;
  /** Resolves when it has said the text, or stdout matches; gives how many milliseconds that took. */
  readonly says: (text: string | RegExp) => Promise<number>;
}

/** The built program, and a state of its own. */
export class Program {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sim-processes-'));
  readonly state = join(this.folder, 'state/cluster.json');
  private readonly environment: NodeJS.ProcessEnv;

  constructor() {
    mkdirSync(join(this.folder, 'state'));
    const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
    this.environment = { ...env, SIM_DIST: builtProgram(), SIM_STATE: this.state };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  start(...argv: readonly string[]): Started {
    const child = spawn(process.execPath, [join(root, 'bin/sim'), ...argv], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    const listeners = new Set<() => void>();
    child.stdout.on('data', (text) => {
      out += text;
      for (const listener of listeners) listener();
    });
    child.stderr.on('data', (text) => {
      err += text;
      for (const listener of listeners) listener();
    });
    const done = new Promise<Finished>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exit, signal) => resolve({ exit, signal, out, err }));
    });
    const says = (text: string | RegExp): Promise<number> => {
      const start = performance.now();
      const isSaid = () => (typeof text === 'string' ? (out + err).includes(text) : text.test(out));
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (!isSaid()) return;
          listeners.delete(look);
          resolve(performance.now() - start);
        };
        listeners.add(look);
        look();
        done.then(() => {
          if (!isSaid()) reject(new Error(`ended without saying ${text}:\n${out}\n${err}`));
        }, reject);
      });
    };
    return { child, said: () => out, done, says };
  }

  /** stdout of a command that is expected to go well. */
  async ok(...argv: readonly string[]): Promise<string> {
    const { exit, out, err } = await this.start(...argv).done;
    if (exit !== 0) throw new Error(`sim ${argv.join(' ')}: exit ${exit}\n${err}`);
    return out;
  }
}
