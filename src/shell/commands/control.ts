import { begin, end, takeUp } from '../frames.ts';
import { parseScript } from '../parser.ts';
import type { Frame, Running } from '../process.ts';
import { type Call, type Program, resumable, type Shell, ShellProblem } from '../shell.ts';
import { type Command, ShellSyntaxError } from '../syntax.ts';
import { optionsOf } from './call.ts';

const leave =
  (to: 'break' | 'continue'): Program =>
  ({ shell, args }) => {
    shell.jump = { to, levels: Math.max(1, Number(args[0] ?? 1) || 1) };
    return 0;
  };

const leaveShell =
  (to: 'return' | 'exit'): Program =>
  ({ shell, args }) => {
    const given = args[0];
    if (given !== undefined && !/^-?\d+$/.test(given))
      throw new ShellProblem(`${to}: Illegal number: ${given}`);
    shell.status = given === undefined ? shell.status : Number(given) & 255;
    shell.jump = { to };
    return shell.status;
  };

/** Runs a text in the shell itself. */
function run({ shell }: Call, text: string): Running {
  return shell.runner.execute(shell, read(text));
}

function read(text: string) {
  try {
    return parseScript(text);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    throw new ShellProblem(error.message);
  }
}

interface SourceFrame extends Frame {
  readonly of: 'source';
  readonly command: Command;
}

function* source({ shell, args }: Call): Running {
  const { process } = shell;
  const frame = takeUp<SourceFrame>(process, 'source') ?? begin(process, sourced(shell, args));
  const status = yield* shell.runner.execute(shell, frame.command);
  end(process, frame);
  return status;
}

function sourced(shell: Shell, [path = '', ...rest]: readonly string[]): SourceFrame {
  const node = shell.world.files.find(shell.path(path))?.node;
  if (node?.type !== 'file') throw new ShellProblem(`.: can't open '${path}': No such file or directory`);
  if (rest.length > 0) shell.positional = rest;
  return { of: 'source', command: read(node.text) };
}

function* exec({ shell, args }: Call) {
  if (args.length === 0) {
    // The redirects that stand here are the shell's own from now on.
    shell.descriptors = [...shell.descriptors];
    return 0;
  }
  shell.status = yield* shell.runner.call(shell, args);
  shell.jump = { to: 'exit' };
  return shell.status;
}

const trap: Program = ({ shell, args }) => {
  const [action, ...signals] = args[0] === '--' ? args.slice(1) : args;
  if (action === undefined) {
    for (const [name, text] of shell.traps) shell.out(`trap -- '${text}' ${name}\n`);
    return 0;
  }
  for (const signal of signals) {
    const name = signalName(signal);
    if (action === '-') shell.traps.delete(name);
    else shell.traps.set(name, action);
    if (action === '-') shell.process.trapped.delete(name);
    else shell.process.trapped.add(name);
  }
  return 0;
};

const NUMBERS: Readonly<Record<string, string>> = {
  '0': 'EXIT',
  '1': 'HUP',
  '2': 'INT',
  '3': 'QUIT',
  '9': 'KILL',
  '10': 'USR1',
  '12': 'USR2',
  '15': 'TERM',
};

/** `15`, `SIGTERM` and `term` are TERM. */
export const signalName = (text: string): string => NUMBERS[text] ?? text.toUpperCase().replace(/^SIG/, '');

const shift: Program = ({ shell, args }) => {
  const count = Number(args[0] ?? 1);
  if (count > shell.positional.length) return 1;
  shell.positional = shell.positional.slice(count);
  return 0;
};

const getopts: Program = ({ shell, args }) => {
  const [letters = '', name = ''] = args;
  const place = Number(shell.get('OPTIND') ?? 1);
  const word = shell.positional[place - 1];
  if (word === undefined || !/^-[^-]/.test(word)) return 1;
  const letter = word[1] ?? '';
  const at = letters.indexOf(letter);
  shell.set(name, at < 0 ? '?' : letter);
  const takes = at >= 0 && letters[at + 1] === ':';
  if (takes) shell.set('OPTARG', word.length > 2 ? word.slice(2) : (shell.positional[place] ?? ''));
  shell.set('OPTIND', String(place + (takes && word.length === 2 ? 2 : 1)));
  return 0;
};

/** Commands that change how a script goes on. */
export const controls: Readonly<Record<string, Program>> = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  break: leave('break'),
  continue: leave('continue'),
  return: leaveShell('return'),
  exit: leaveShell('exit'),
  eval: resumable((call) => run(call, call.args.join(' '))),
  '.': resumable(source),
  source: resumable(source),
  exec: resumable(exec),
  trap,
  shift,
  getopts,
  command: resumable(({ shell, args }) => {
    const { given, rest } = optionsOf(args);
    if (given.has('v') || given.has('V')) return shell.runner.call(shell, ['type', '-p', ...rest]);
    return shell.runner.call(shell, rest);
  }),
};
