import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { run } from '../../src/cli/program.ts';
import { noNetwork } from './no-network.ts';
import { type ServingHere, servingHere } from './serving-here.ts';

/** One line of a session at the prompt, with what it answered. */
export interface Step {
  readonly command: string;
  /** How far the clock is moved before, `30s`. */
  readonly after: string | undefined;
  /** What is said before it: lines that begin with `#`, after an empty line. */
  readonly note: string;
  readonly output: string;
}

export interface Transcript {
  /** Everything before the first step: what the story is about. */
  readonly head: string;
  readonly steps: readonly Step[];
  readonly files: ReadonlyMap<string, string>;
}

const FILE = /^-- (\S+) --$/;

/**
 * Reads a `.sim` file: `$` runs, `@ +30s` moves the clock, `! ` marks stderr, `[exit n]`, `#` after an empty line says what
 * is to come, files follow as `-- name --`.
 */
export function parseTranscript(text: string): Transcript {
  const files = new Map<string, string>();
  const [session = '', ...rest] = text.split(/^(?=-- \S+ --$)/m);
  for (const part of rest) {
    const end = part.indexOf('\n');
    files.set(FILE.exec(part.slice(0, end))?.[1] ?? '', part.slice(end + 1).replace(/\n*$/, '\n'));
  }
  return { ...parseSession(session), files };
}

/** The prompt's part of a transcript: what comes before the first step, and the steps. */
function parseSession(session: string): Pick<Transcript, 'head' | 'steps'> {
  const steps: Step[] = [];
  const head: string[] = [];
  const notes: string[] = [];
  let after: string | undefined;
  let lines: string[] | undefined;
  let previous = '';
  const finish = (): void => {
    const last = steps.pop();
    if (last !== undefined) steps.push({ ...last, output: trimmed(lines ?? []) });
  };
  for (const line of session.split('\n')) {
    if (line.startsWith('$ ')) {
      finish();
      steps.push({ command: line.slice(2), after, note: notes.join('\n'), output: '' });
      [after, lines, notes.length] = [undefined, [], 0];
    } else if (line.startsWith('@ +')) after = line.slice(3).trim();
    else if (lines === undefined) head.push(line);
    else if (line.startsWith('# ') && (previous === '' || notes.length > 0)) notes.push(line);
    else if (notes.length === 0 && after === undefined) lines.push(line);
    previous = line;
  }
  finish();
  return { head: trimmed(head), steps };
}

function trimmed(lines: readonly string[]): string {
  return lines.join('\n').replace(/\n+$/, '');
}

/** The transcript again, with the outputs that were seen. */
export function formatTranscript({ head, steps, files }: Transcript, outputs: readonly string[]): string {
  const attached = [...files].map(([name, text]) => `-- ${name} --\n${text}`);
  return [`${head}\n`, ...formatSteps(steps, outputs), ...attached].join('\n');
}

/** Each step with the output that was seen, ending in a line feed. */
export function formatSteps(steps: readonly Step[], outputs: readonly string[]): readonly string[] {
  return steps.map(({ command, after, note }, index) => {
    const output = outputs[index] ?? '';
    const before = [note === '' ? '' : `${note}\n`, after === undefined ? '' : `@ +${after}\n`].join('');
    return `${before}$ ${command}\n${output === '' ? '' : `${output}\n`}`;
  });
}

/** How answers are written down: `marked` with what went to stderr and with exit codes, or as a terminal shows them. */
export type Look = 'marked' | 'plain';

/** How the cluster of a transcript is made, unless it makes its own. */
export const CLUSTER = ['cluster', 'create', '--seed=1', '--pace=manual', '--time=2026-01-05T09:00:00Z'];

/** Nothing else moves a transcript's cluster: a command that waits this often waits for ever. */
const WAITS_MOST = 100;

/** Which way commands go to the cluster: they read and write its state, or ask the server that runs at it. */
export type Way = 'state' | 'server';

export interface Replaying {
  readonly cluster?: readonly string[];
  readonly look?: Look;
  readonly way?: Way;
}

/** Runs every step in this process, in a folder of its own that holds the gallery of manifests and the state. */
export async function replay(
  transcript: Pick<Transcript, 'steps' | 'files'>,
  manifests: string,
  { cluster = CLUSTER, look = 'marked', way = 'state' }: Replaying = {},
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sim-transcript-'));
  const home = process.cwd();
  let serving: ServingHere | undefined;
  try {
    symlinkSync(manifests, join(folder, 'manifests'));
    for (const [name, text] of transcript.files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    process.chdir(folder);
    const environment: Record<string, string> = { SIM_STATE: '.state/cluster.json' };
    if (cluster.length > 0) await runSim(cluster, environment, look);
    if (way === 'server') serving = await servingHere(environment);
    const outputs: string[] = [];
    for (const step of transcript.steps) {
      if (step.after !== undefined) await runSim(['clock', 'advance', step.after], environment, look);
      outputs.push(await answer(step.command, environment, look));
    }
    return outputs;
  } finally {
    serving?.end();
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a line answers; `sim ... | sim ...` gives what the one prints to the next, as a shell does. */
async function answer(line: string, environment: Record<string, string>, look: Look): Promise<string> {
  let stdin = '';
  let answered = '';
  for (const command of line.split(/ \| (?=sim )/)) {
    [answered, stdin] = await answerOf(command, environment, { look, stdin });
  }
  return answered;
}

interface Prompt {
  readonly look: Look;
  readonly stdin: string;
}

/** What one command answers, and what it printed for the next. */
async function answerOf(
  command: string,
  environment: Record<string, string>,
  { look, stdin }: Prompt,
): Promise<readonly [answered: string, printed: string]> {
  const [program, ...argv] = splitWords(command);
  if (program === 'export') {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(argv[0] ?? '') ?? [];
    environment[name] = value;
    return ['', ''];
  }
  if (program !== 'sim') throw new Error(`a transcript runs sim, not ${program}`);
  const { exit, text, printed } = await runSim(argv, environment, look, stdin);
  const failed = exit === 0 || look === 'plain' ? [] : [`[exit ${exit}]`];
  return [trimmed([text.replace(/\n+$/, ''), ...failed].filter((line) => line !== '')), printed];
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

/** stdout and stderr in the order they came, lines of stderr marked with `! `. */
async function runSim(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  look: Look,
  stdin = '',
) {
  let text = '';
  let printed = '';
  let waits = 0;
  const exit = await run({
    argv,
    environment,
    home: process.cwd(),
    wall: () => Date.parse('2026-01-05T09:00:00Z'),
    seed: () => 1,
    sleep: async () => {
      if (++waits > WAITS_MOST) throw new Error(`sim ${argv.join(' ')} waits for ever`);
    },
    writeOut: (out) => {
      text += out;
      printed += out;
    },
    writeErr: (err) => {
      text += look === 'plain' ? err : String(err).replace(/^(?=.)/gm, '! ');
    },
    stdin: async () => stdin,
    fetchUrl: noNetwork,
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
  return { exit, text, printed };
}
