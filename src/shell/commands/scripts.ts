import { begin, end, isNext, takeUp } from '../frames.ts';
import { DEPTH_MOST } from '../machine.ts';
import { parseScript } from '../parser.ts';
import type { Frame, Running } from '../process.ts';
import { type Call, type Program, resumable, Shell, ShellProblem } from '../shell.ts';
import { type Command, ShellSyntaxError } from '../syntax.ts';
import { NOTHING, runTyped } from './typed.ts';

interface ScriptFrame extends Frame {
  readonly of: 'script';
  readonly shell: Shell;
  readonly script: Command;
}

/** Runs a script in a shell of its own, in the same process. */
export function* runScript(
  from: Shell,
  script: () => Command,
  name: string,
  args: readonly string[],
): Running {
  const { process } = from;
  const frame =
    takeUp<ScriptFrame>(process, 'script') ??
    begin<ScriptFrame>(process, { of: 'script', script: script(), shell: innerShell(from, name, args) });
  const status = yield* from.runner.finish(frame.shell, frame.script);
  end(process, frame);
  return status;
}

/** A shell of its own: what was not exported stays behind. */
function innerShell(from: Shell, name: string, args: readonly string[]): Shell {
  if (from.depth > DEPTH_MOST) throw new ShellProblem("can't fork: Resource temporarily unavailable");
  const shell = new Shell(from.world, from.runner, from.process, from);
  shell.name = name;
  shell.positional = args;
  shell.functions.clear();
  Object.assign(shell.options, { errexit: false, nounset: false, xtrace: false, pipefail: false });
  shell.tolerant = 0;
  for (const variable of [...shell.variables.keys()])
    if (!shell.exported.has(variable) && !variable.startsWith('.')) shell.variables.delete(variable);
  return shell;
}

interface Wish {
  readonly flags: readonly string[];
  readonly letters: string;
  readonly rest: readonly string[];
}

function wishFrom(args: readonly string[]): Wish {
  const flags: string[] = [];
  let place = 0;
  for (; /^[-+]./.test(args[place] ?? ''); place++) {
    const arg = args[place] ?? '';
    if (arg === '--') {
      place++;
      break;
    }
    flags.push(arg);
    if (arg === '-o') flags.push(args[++place] ?? '');
  }
  const letters = flags.filter((flag) => /^-[a-z]+$/.test(flag)).join('');
  return { flags, letters, rest: args.slice(place) };
}

/** `sh -c SCRIPT [NAME ARG...]`, `sh FILE`, `sh -s`. */
function* sh(call: Call): Running {
  const { shell, args } = call;
  const { flags, letters, rest } = wishFrom(args);
  const own = call.name.replace(/^.*\//, '');
  const [first, second, ...others] = rest;
  if (letters.includes('c')) {
    if (first === undefined) throw new ShellProblem('-c requires an argument');
    return yield* runText(shell, () => first, flags, second ?? own, others);
  }
  if (first !== undefined && !letters.includes('s')) {
    const node = shell.world.files.find(shell.path(first))?.node;
    if (node?.type !== 'file' && !isNext(shell.process, 'script')) {
      shell.err(`${own}: can't open '${first}': No such file or directory\n`);
      return 127;
    }
    const text = (): string => (node?.type === 'file' ? node.text : '');
    return yield* runText(shell, text, flags, first, rest.slice(1));
  }
  const inner = innerShell(shell, own, rest);
  inner.isInteractive = letters.includes('i') || shell.descriptors[0]?.isTerminal === true;
  return yield* runTyped(inner, withOptions(optionsIn(flags), NOTHING));
}

function* runText(
  shell: Shell,
  text: () => string,
  flags: readonly string[],
  name: string,
  args: readonly string[],
): Running {
  try {
    return yield* runScript(shell, () => withOptions(optionsIn(flags), parseScript(text())), name, args);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    shell.err(`${name}: ${error.message}\n`);
    return 2;
  }
}

const optionsIn = (flags: readonly string[]): readonly string[] =>
  flags.filter((flag) => /^-[eux]*[eux]/.test(flag) || flag === '-o' || flag === 'pipefail');

/** The script with `set -e ...` before it. */
export function withOptions(options: readonly string[], script: Command): Command {
  if (options.length === 0) return script;
  const letters = options
    .map((option) => option.replace(/[^-eux]/g, ''))
    .filter((option) => option.length > 1);
  const set = parseScript(`set ${letters.join(' ')}${options.includes('pipefail') ? ' -o pipefail' : ''}`);
  const items = [set, script].map((command) => ({ command, background: false }));
  return { type: 'list', items };
}

const shell = resumable(sh);

/** Shells that scripts call. */
export const shells: Readonly<Record<string, Program>> = { sh: shell, bash: shell, ash: shell, dash: shell };
