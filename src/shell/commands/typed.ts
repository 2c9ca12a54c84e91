import { readLine } from '../descriptors.ts';
import { begin, end } from '../frames.ts';
import { INTERRUPTED } from '../machine.ts';
import { parseTyped } from '../parser.ts';
import type { Pause, Process, Running } from '../process.ts';
import { promptOf } from '../prompt.ts';
import { type Shell, ShellProblem } from '../shell.ts';
import { type Command, ShellSyntaxError } from '../syntax.ts';

export const NOTHING: Command = { type: 'list', items: [] };

/** Runs commands as they are read from the standard input, each as soon as it is whole. */
export function* runTyped(shell: Shell, first: Command): Running {
  // Its prompts, and what it lets go of, are no data.
  const frame = begin(shell.process, { of: 'typed', isOpaque: true });
  yield* shell.runner.execute(shell, first);
  const depth = shell.isInteractive ? ++shell.process.prompts : 0;
  try {
    yield* readAndRun(shell, depth);
  } finally {
    if (shell.isInteractive) shell.process.prompts--;
  }
  const status = yield* shell.runner.finish(shell, NOTHING);
  end(shell.process, frame);
  return status;
}

function* readAndRun(shell: Shell, depth: number): Generator<Pause, void, void> {
  for (;;) {
    const command = yield* interruptible(shell, depth, nextCommand(shell), undefined);
    if (command === 'end') {
      if (shell.isInteractive && shell.name === 'bash') shell.err('exit\n');
      return;
    }
    if (command !== undefined) yield* interruptible(shell, depth, run(shell, command), INTERRUPTED);
    if (shell.jump !== undefined) {
      if (shell.jump.to === 'exit' && shell.isInteractive && shell.name === 'bash') shell.err('exit\n');
      if (shell.jump.to === 'exit') return;
      shell.jump = undefined;
    }
  }
}

/** The next command; undefined after one that cannot be read. */
function* nextCommand(shell: Shell): Generator<Pause, Command | 'end' | undefined, void> {
  let text = '';
  for (;;) {
    if (shell.isInteractive) shell.err(promptOf(shell, text === '' ? 'PS1' : 'PS2'));
    const line = yield* readLine(shell.descriptors[0]);
    if (line === undefined && text === '') return 'end';
    text += line ?? '';
    try {
      const command = parseTyped(text);
      if (command !== undefined) return command;
      if (line === undefined) throw new ShellSyntaxError('syntax error: unexpected end of file', 0);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      refuse(shell, error.message, 2);
      return undefined;
    }
  }
}

function* run(shell: Shell, command: Command): Running {
  try {
    return yield* shell.runner.execute(shell, command);
  } catch (error) {
    if (!(error instanceof ShellProblem)) throw error;
    refuse(shell, error.message, error.status);
    return error.status;
  }
}

/** Somebody who types may try again; a script is over. */
function refuse(shell: Shell, message: string, status: number): void {
  shell.err(`${shell.name}: ${message}\n`);
  shell.status = status;
  if (!shell.isInteractive) shell.jump = { to: 'exit' };
}

/** Lets go of what runs when the terminal says so. */
function* interruptible<T>(
  shell: Shell,
  depth: number,
  running: Generator<Pause, T, void>,
  status: number | undefined,
): Generator<Pause, T | undefined, void> {
  const { process } = shell;
  const frame = begin(process, { of: 'interruptible', isOpaque: true });
  for (;;) {
    const { done, value } = running.next();
    if (done === true) {
      end(process, frame);
      return value;
    }
    yield value;
    if (depth === 0 || process.prompts !== depth || !takeInterrupt(process)) continue;
    running.return(undefined as T);
    end(process, frame);
    shell.err('\n');
    shell.status = status ?? INTERRUPTED;
    shell.jump = undefined;
    return undefined;
  }
}

function takeInterrupt({ signals }: Process): boolean {
  const place = signals.indexOf('INT');
  if (place >= 0) signals.splice(place, 1);
  return place >= 0;
}
