import type { Writer } from '../kubectl/command.ts';
import type { Pace } from '../simulation/pace.ts';
import type { Host } from './host.ts';

/** Hints read the beginning of what was written: no table needs more. */
const READ_MOST = 100_000;

export interface Remembering extends Writer {
  /** The beginning of what was written. */
  readonly text: () => string;
}

/** A writer that remembers how its text began. */
export function remembering(writer: Writer): Remembering {
  let text = '';
  const keep = (more: string): void => {
    if (text.length < READ_MOST) text += more;
  };
  return {
    write: (more) => {
      keep(more);
      writer.write(more);
    },
    line: (more) => {
      keep(`${more}\n`);
      writer.line(more);
    },
    text: () => text,
  };
}

export interface Happened {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
  readonly pace: Pace | undefined;
  readonly made: string | undefined;
}

/** Whether hints are wished: `--hints`, or somebody sits at a terminal and did not say `--hints=never`. */
export function wantsHints(wish: unknown, host: Pick<Host, 'isTerminal'>): boolean {
  return wish === 'always' || (wish !== 'never' && host.isTerminal);
}

/** The line a hint is told in, with its line feed; empty when there is none. Hints are loaded by whom they help. */
export async function hintText(argv: readonly string[], happened: Happened): Promise<string> {
  const { hintFor } = await import('./hints/index.ts');
  const line = hintFor({ ...happened, words: wordsOf(argv) });
  return line === undefined ? '' : `hint: ${line}\n`;
}

/** Flags whose value is the next word, as people write them before and between the words that matter. */
const TAKES_NEXT = new Set(['-n', '--namespace', '--state', '-f', '-l', '-o', '--as', '--context']);

function wordsOf(argv: readonly string[]): readonly string[] {
  return argv.filter((word, at) => !word.startsWith('-') && !TAKES_NEXT.has(argv[at - 1] ?? ''));
}
