import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/program.ts';
import type { Fetched } from '../../src/kubectl/command.ts';
import { kubectlBinary } from './workspace.ts';

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | 'timeout';
}

export type Environment = Readonly<Record<string, string | undefined>>;

const dist = process.env['SIM_DIST'] ?? '';
const TIMEOUT = 30_000;

class Exit extends Error {}

const ALIVE_EVERY = 5000;
let toldAlive = 0;

/** A long session is no hang while its commands end. */
function tellAlive(): void {
  if (Date.now() - toldAlive < ALIVE_EVERY) return;
  toldAlive = Date.now();
  process.send?.('alive');
}

/** The documents' examples lie among the recorded manifests, which runs are replayed in: their server is not asked. */
async function fetchExample(url: string): Promise<Fetched> {
  const path = /^https:\/\/k8s\.io\/examples\/(.*)$/.exec(url)?.[1];
  const file = path === undefined ? undefined : join('website', path);
  if (file === undefined || !existsSync(file)) return { code: 404, status: '404 Not Found', text: '' };
  return { code: 200, status: '200 OK', text: readFileSync(file, 'utf8') };
}

/** Runs one command line of `sim` in this process. An exception is an answer too: a program that broke. */
export async function sim(argv: readonly string[], environment: Environment): Promise<Answer> {
  tellAlive();
  let stdout = '';
  let stderr = '';
  const ended = run({
    argv,
    environment,
    home: environment['HOME'] ?? '',
    wall: Date.now,
    seed: () => 1,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    writeOut: (text) => {
      stdout += text;
    },
    writeErr: (text) => {
      stderr += text;
    },
    stdin: async () => '',
    fetchUrl: fetchExample,
    isTerminal: false,
    readAsset: (name) => {
      const bytes = readFileSync(join(dist, name));
      return name.endsWith('.br') ? process.getBuiltinModule('node:zlib').brotliDecompressSync(bytes) : bytes;
    },
    onSignal: () => {},
    exit: (code) => {
      throw new Exit(String(code));
    },
    runProcess: async ([file = '', ...args], mode) => {
      const { status, stdout: out, stderr: err } = spawn(file, args, environment, '');
      if (mode === 'captured') return { exit: status ?? 1, out, err };
      stdout += out;
      stderr += err;
      return { exit: status ?? 1, out: '', err: '' };
    },
  }).catch((error: unknown) => {
    stderr += `BROKEN ${error instanceof Error ? error.stack : String(error)}`;
    return 70;
  });
  const exit = await withTimeout(ended);
  return { stdout, stderr, exit };
}

function withTimeout(ended: Promise<number>): Promise<number | 'timeout'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('timeout'), TIMEOUT);
    ended.then((exit) => {
      clearTimeout(timer);
      resolve(exit);
    });
  });
}

function spawn(
  file: string,
  args: readonly string[],
  env: Environment,
  input: string,
): SpawnSyncReturns<string> {
  return spawnSync(file, args, { env: env as NodeJS.ProcessEnv, encoding: 'utf8', input, timeout: TIMEOUT });
}

/** Runs a line as a shell would; where `kubectl` is our own, what is only that (and the head of a pipe) needs no process. */
export async function shell(line: string, environment: Environment): Promise<Answer> {
  tellAlive();
  if (kubectlBinary !== '') return bash(line, environment, '');
  const whole = words(line);
  if (whole?.[0] === 'kubectl') return sim(whole.slice(1), environment);
  const [head = '', ...rest] = line.split(' | ');
  const first = words(head);
  if (first?.[0] === 'kubectl' && rest.length > 0 && !/[;&]/.test(head)) {
    const answer = await sim(first.slice(1), environment);
    const piped = bash(rest.join(' | '), environment, answer.stdout);
    return { ...piped, stderr: answer.stderr + piped.stderr };
  }
  return bash(line, environment, '');
}

function bash(line: string, environment: Environment, input: string): Answer {
  const { stdout, stderr, status } = spawn('bash', ['-c', line], environment, input);
  return { stdout, stderr, exit: status ?? 'timeout' };
}

const PIECE = /'[^']*'|"(?:\\.|[^"\\])*"|\\.|\s+|[^\s'"\\]+/g;

/** The words of a simple command; undefined where only a shell knows. */
export function words(line: string): readonly string[] | undefined {
  if (line.includes('\n')) return undefined;
  const found: string[] = [];
  let word: string | undefined;
  for (const [piece] of line.matchAll(PIECE)) {
    if (/^\s/.test(piece)) {
      if (word !== undefined) found.push(word);
      word = undefined;
      continue;
    }
    const plain = unquoted(piece);
    if (plain === undefined) return undefined;
    word = (word ?? '') + plain;
  }
  return word === undefined ? found : [...found, word];
}

function unquoted(piece: string): string | undefined {
  if (piece.startsWith("'")) return piece.length > 1 ? piece.slice(1, -1) : undefined;
  if (piece.startsWith('"')) {
    return /[$`]/.test(piece) ? undefined : piece.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
  }
  if (piece.startsWith('\\')) return piece.slice(1);
  return /[|&;<>$`~#?]/.test(piece) ? undefined : piece;
}
