import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Keyboard } from './cli/host.ts';
import { run } from './cli/program.ts';
import type { Fetched, Finished } from './kubectl/command.ts';

// The only file that touches the process: everything else is handed what it needs.

/** Writes all of the text; a full pipe is waited for, a closed one ends the program quietly. */
function writeTo(descriptor: 1 | 2): (text: string | Uint8Array) => void {
  return (text) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let start = 0; start < bytes.length; ) {
      try {
        start += writeSync(descriptor, bytes, start);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') process.exit(0);
        if (code !== 'EAGAIN') throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  };
}

function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}

function readStdin(): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    process.stdin.on('data', (piece: Buffer) => pieces.push(piece));
    process.stdin.on('end', () => resolve(Buffer.concat(pieces)));
    process.stdin.on('error', reject);
  });
}

/** Keys as they are typed; undefined where nobody types. */
function keyboard(): Keyboard | undefined {
  if (!isDevice(0) || !process.getBuiltinModule('node:tty').isatty(0)) return undefined;
  const { stdin } = process;
  return {
    listen: (to, { hear, close }) => {
      // A window that is closed ends who listens as any other end does.
      const hangUp = (): boolean => process.kill(process.pid, 'SIGTERM');
      process.once('SIGHUP', hangUp);
      if (to === 'keys') stdin.setRawMode(true);
      stdin.on('data', hear).on('end', close).on('error', close);
      return () => {
        stdin.off('data', hear).off('end', close).off('error', close).pause();
        if (to === 'keys') stdin.setRawMode(false);
        process.off('SIGHUP', hangUp);
      };
    },
  };
}

function runProcess(
  [file = '', ...args]: readonly string[],
  mode: 'attached' | 'captured',
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    // Loaded when it is needed: most commands start no program, and loading it costs milliseconds.
    const { spawn } = process.getBuiltinModule('node:child_process');
    const child = spawn(file, args, { stdio: mode === 'attached' ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      out += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit: exit ?? 1, out, err }));
  });
}

/** fetch hides the reason of a failed connection one level down. */
async function fetchUrl(url: string): Promise<Fetched> {
  try {
    const answer = await fetch(url);
    return {
      code: answer.status,
      status: `${answer.status} ${answer.statusText}`,
      text: await answer.text(),
    };
  } catch (error) {
    const { cause } = error as { readonly cause?: Error };
    throw new Error(`Get ${JSON.stringify(url)}: ${cause?.message ?? String(error)}`);
  }
}

run({
  argv: process.argv.slice(2),
  environment: process.env,
  get home() {
    return process.env['HOME'] || process.getBuiltinModule('node:os').homedir();
  },
  wall: Date.now,
  seed: () => Math.floor(Math.random() * 0x1_0000_0000),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  writeOut: writeTo(1),
  writeErr: writeTo(2),
  stdin: readStdin,
  get keyboard() {
    return keyboard();
  },
  fetchUrl,
  get isTerminal() {
    if (!isDevice(0) || !isDevice(1)) return false;
    // Loaded only where it may be so: it brings the network's modules with it.
    const { isatty } = process.getBuiltinModule('node:tty');
    return isatty(0) && isatty(1);
  },
  readAsset: (name) => {
    const bytes = readFileSync(join(__dirname, name));
    return name.endsWith('.br') ? process.getBuiltinModule('node:zlib').brotliDecompressSync(bytes) : bytes;
  },
  onSignal: (handler) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => handler(signal));
  },
  exit: process.exit,
  runProcess,
}).then(
  (exit) => process.exit(exit),
  (error: unknown) => {
    writeTo(2)(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(70);
  },
);
