import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { run } from '../../src/cli/program.ts';

/** One line of a session at the prompt, with what it answered. */
export interface Step {
  readonly command: string;
  /** How far the clock is moved before, `30s`. */
  readonly after: string | undefined;
  readonly output: string;
}

export interface Transcript {
  /** Everything before the first step: what the story is about. */
  readonly head: string;
  readonly steps: readonly Step[];
  readonly files: ReadonlyMap<string, string>;
}

const FILE = /^-- (\S+) --$/;

/** Reads a `.sim` file: `$` runs, `@ +30s` moves the clock, `! ` marks stderr, `[exit n]`, files follow as `-- name --`. */
export function parseTranscript(text: string): Transcript {
  const files = new Map<string, string>();
  const [session = '', ...rest] = text.split(/^(?=-- \S+ --$)/m);
  for (const part of rest) {
    const end = part.indexOf('\n');
    files.set(FILE.exec(part.slice(0, end))?.[1] ?? '', part.slice(end + 1));
  }
  const steps: Step[] = [];
  const head: string[] = [];
  let after: string | undefined;
  let current: { command: string; after: string | undefined; lines: string[] } | undefined;
  const finish = (): void => {
    if (current !== undefined) steps.push({ ...current, output: trimmed(current.lines) });
    current = undefined;
  };
  for (const line of session.split('\n')) {
    if (line.startsWith('$ ')) {
      finish();
      current = { command: line.slice(2), after, lines: [] };
      after = undefined;
    } else if (line.startsWith('@ +')) {
      finish();
      after = line.slice(3).trim();
    } else if (current === undefined) head.push(line);
    else current.lines.push(line);
  }
  finish();
  return { head: trimmed(head), steps, files };
}

function trimmed(lines: readonly string[]): string {
  return lines.join('\n').replace(/\n+$/, '');
}

/** The transcript again, with the outputs that were seen. */
export function formatTranscript({ head, steps, files }: Transcript, outputs: readonly string[]): string {
  const session = steps.map(({ command, after }, index) => {
    const output = outputs[index] ?? '';
    return `${after === undefined ? '' : `@ +${after}\n`}$ ${command}\n${output === '' ? '' : `${output}\n`}`;
  });
  const attached = [...files].map(([name, text]) => `-- ${name} --\n${text}`);
  return [`${head}\n`, ...session, ...attached].join('\n');
}

/** Runs every step in this process, over a state in a folder of its own. */
export async function replay(transcript: Transcript, manifests: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sim-transcript-'));
  const home = process.cwd();
  try {
    for (const [name, text] of transcript.files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    process.chdir(folder);
    const state = join(folder, '.state/cluster.json');
    const sim = (argv: readonly string[]) => runSim(argv, state, manifests);
    await sim(['cluster', 'create', '--seed=1', '--pace=manual', '--time=2026-01-05T09:00:00Z']);
    const outputs: string[] = [];
    for (const step of transcript.steps) {
      if (step.after !== undefined) await sim(['clock', 'advance', step.after]);
      outputs.push(await answer(step.command, sim));
    }
    return outputs;
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  }
}

type Sim = (argv: readonly string[]) => Promise<{ readonly exit: number; readonly text: string }>;

async function answer(command: string, sim: Sim): Promise<string> {
  const [program, ...argv] = splitWords(command);
  if (program !== 'sim') throw new Error(`a transcript runs sim, not ${program}`);
  const { exit, text } = await sim(argv);
  return trimmed(
    [text.replace(/\n+$/, ''), ...(exit === 0 ? [] : [`[exit ${exit}]`])].filter((line) => line !== ''),
  );
}

/** Words as a POSIX shell splits them: quotes and backslashes, nothing else. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [token] of line.matchAll(/'[^']*'|"(?:\\.|[^"\\])*"|\\.|\s+|[^\s'"\\]+/g)) {
    if (/^\s/.test(token)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + unquoted(token);
  }
  if (word !== undefined) words.push(word);
  return words;
}

function unquoted(token: string): string {
  if (token.startsWith("'")) return token.slice(1, -1);
  if (token.startsWith('"')) return token.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
  return token.startsWith('\\') ? token.slice(1) : token;
}

/** stdout as it is, each line of stderr marked with `! `, in the order they came. */
async function runSim(argv: readonly string[], state: string, manifests: string) {
  let text = '';
  const exit = await run({
    argv: argv.map((word) => word.replace(/^manifests\//, `${manifests}/`)),
    environment: { SIM_STATE: state },
    home: dirname(state),
    wall: () => Date.parse('2026-01-05T09:00:00Z'),
    seed: () => 1,
    sleep: async () => {},
    writeOut: (out) => {
      text += out;
    },
    writeErr: (err) => {
      text += err.replace(/^(?=.)/gm, '! ');
    },
    stdin: async () => '',
    isTerminal: false,
    readAsset: (name) => {
      const bytes = readFileSync(join(import.meta.dirname, '../../dist', name));
      return name.endsWith('.br') ? brotliDecompressSync(bytes) : bytes;
    },
    onSignal: () => {},
    exit: (code) => {
      throw new Error(`exit ${code}`);
    },
    runProcess: async () => ({ exit: 1, out: '', err: '' }),
  });
  return { exit, text };
}
