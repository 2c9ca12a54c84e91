import { readAll } from '../descriptors.ts';
import type { Process, Running } from '../machine.ts';
import { parseScript } from '../parser.ts';
import { type Call, type Program, Shell, ShellProblem } from '../shell.ts';
import { type Command, ShellSyntaxError } from '../syntax.ts';
import { complain, optionsOf } from './call.ts';
import { signalName } from './control.ts';
import { NOTHING, runTyped } from './typed.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `5`, `0.5`, `2m`, `infinity`. */
export function lengthOf(text: string): number | undefined {
  if (/^inf(?:inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const [, count, unit = 's'] = /^(\d*\.?\d+)([smhd]?)$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS[unit || 's'] ?? 1000);
}

/** A sleep beyond the end of any simulation. */
const FOR_EVER = 8.64e15;

function* sleep(call: Call): Running {
  const { shell, args } = call;
  let length = 0;
  for (const arg of args) {
    const own = lengthOf(arg);
    if (own === undefined) {
      complain(call, `invalid number '${arg}'`);
      return 1;
    }
    length += own;
  }
  if (args.length === 0) {
    complain(call, 'missing operand');
    return 1;
  }
  const until = Math.min(shell.process.time + length, FOR_EVER);
  // Other processes' news may wake it before its time.
  while (shell.process.time < until) yield until;
  return 0;
}

function* wait({ shell, args }: Call): Running {
  const chosen = args.length === 0 ? shell.jobs : shell.jobs.filter(({ id }) => args.includes(String(id)));
  if (chosen.length === 0 && args.length > 0) return 127;
  let status = 0;
  for (const job of chosen) {
    while (job.status === undefined) {
      shell.process.isInterruptible = true;
      yield job;
      shell.process.isInterruptible = false;
      if (shell.process.signals.length > 0) return 143;
    }
    shell.process.time = Math.max(shell.process.time, job.time);
    status = job.status;
  }
  if (args.length === 0) shell.jobs.splice(0);
  return args.length === 0 ? 0 : status;
}

const kill: Program = (call) => {
  const { shell } = call;
  let signal = 'TERM';
  let status = 0;
  const args = [...call.args];
  if (args[0] === '-s') signal = signalName(args.splice(0, 2)[1] ?? 'TERM');
  else if (/^-\w+$/.test(args[0] ?? '')) signal = signalName((args.shift() ?? '').slice(1));
  for (const arg of args) {
    const main = arg === '1' ? shell.world.main?.() : undefined;
    const target =
      Number(arg) === shell.process.id
        ? shell.process
        : (main ?? shell.jobs.find(({ id }) => id === Number(arg)));
    if (target === undefined || target.status !== undefined) {
      complain(call, `can't kill pid ${arg}: No such process`);
      status = 1;
    } else if (signal !== '0') {
      if (target === main && target !== shell.process) tellMain(shell, target, signal);
      else send(shell, target, signal);
    }
  }
  return status;
};

const CODES: Readonly<Record<string, number>> = { HUP: 129, INT: 130, QUIT: 131, KILL: 137, TERM: 143 };

function send(shell: Shell, target: Process, signal: string): void {
  const { machine } = shell.world;
  if (target === shell.process) {
    if (shell.traps.has(signal)) machine.signal(target, signal, shell.process.time);
    else {
      shell.status = CODES[signal] ?? 143;
      shell.jump = { to: 'exit' };
    }
  } else machine.kill(target, CODES[signal] ?? 143, shell.process.time);
}

/** The first process of a container hears from inside of it only what it asked for: neither SIGKILL nor what it has no trap for. */
function tellMain({ world, process }: Shell, main: Process, signal: string): void {
  if (!main.trapped.has(signal)) return;
  main.isTold = true;
  world.machine.signal(main, signal, process.time);
}

/** Runs a script in a shell of its own, in the same process. */
export function* runScript(from: Shell, script: Command, name: string, args: readonly string[]): Running {
  return yield* from.runner.finish(innerShell(from, name, args), script);
}

/** A shell of its own: what was not exported stays behind. */
function innerShell(from: Shell, name: string, args: readonly string[]): Shell {
  if (from.depth > 100) throw new ShellProblem("can't fork: Resource temporarily unavailable");
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

/** `sh -c SCRIPT [NAME ARG...]`, `sh FILE`, `sh -s`. */
function* sh(call: Call): Running {
  const { shell, args } = call;
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
  const rest = args.slice(place);
  const [first, second, ...others] = rest;
  let text: string;
  let name = call.name.replace(/^.*\//, '');
  if (letters.includes('c')) {
    if (first === undefined) throw new ShellProblem('-c requires an argument');
    text = first;
    name = second ?? name;
  } else if (first !== undefined && !letters.includes('s')) {
    const node = shell.world.files.find(shell.path(first))?.node;
    if (node?.type !== 'file') {
      shell.err(`${name}: can't open '${first}': No such file or directory\n`);
      return 127;
    }
    text = node.text;
    name = first;
  } else {
    const inner = innerShell(shell, name, rest);
    inner.isInteractive = letters.includes('i') || shell.descriptors[0]?.isTerminal === true;
    return yield* runTyped(inner, withOptions(optionsIn(flags), NOTHING));
  }
  const positional = letters.includes('c') ? others : rest.slice(1);
  try {
    return yield* runScript(shell, withOptions(optionsIn(flags), parseScript(text)), name, positional);
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

function* timeout({ shell, args }: Call): Running {
  const { rest } = optionsOf(
    args.slice(0, Math.max(1, args.findIndex((arg) => /^[\d.]/.test(arg)) + 1)),
    's k t',
  );
  const start = args.findIndex((arg) => /^[\d.]/.test(arg));
  const length = lengthOf(rest[0] ?? args[start] ?? '') ?? 0;
  const deadline = shell.process.time + length;
  const { machine, group } = shell.world;
  const child = machine.spawn(shell.process.time, group, (process) => {
    const inner = new Shell(shell.world, shell.runner, process, shell);
    return shell.runner.call(inner, args.slice(start + 1));
  });
  while (child.status === undefined && shell.process.time < deadline) {
    child.waiting.push(shell.process);
    yield deadline;
  }
  if (child.status !== undefined) return child.status;
  machine.kill(child, 143, deadline);
  return shell.world.flavour === 'busybox' ? 143 : 124;
}

function* xargs(call: Call): Running {
  const { shell, args } = call;
  const flags = /^-(?:[nPLI0-9rt])/;
  let place = 0;
  let most = Number.POSITIVE_INFINITY;
  let mark: string | undefined;
  for (; flags.test(args[place] ?? ''); place++) {
    const arg = args[place] ?? '';
    if (/^-[nPLI]$/.test(arg)) place++;
    if (arg === '-n') most = Number(args[place]);
    if (arg.startsWith('-I')) mark = arg.length > 2 ? arg.slice(2) : args[place];
  }
  const command = args.slice(place).length === 0 ? ['echo'] : args.slice(place);
  const text = yield* readAll(shell.descriptors[0]);
  const words =
    mark === undefined
      ? text.split(/\s+/).filter((word) => word !== '')
      : text.split('\n').filter((line) => line !== '');
  let status = 0;
  const batch = mark === undefined ? Math.min(most, Math.max(1, words.length)) : 1;
  for (let start = 0; start < words.length; start += batch) {
    const chosen = words.slice(start, start + batch);
    const sign = mark;
    const called =
      sign === undefined
        ? [...command, ...chosen]
        : command.map((word) => word.replaceAll(sign, chosen[0] ?? ''));
    if ((yield* shell.runner.call(shell, called)) !== 0) status = 123;
  }
  return status;
}

const env: Program = ({ shell, args }) => {
  const at = args.findIndex((arg) => !/^\w+=/.test(arg) && !arg.startsWith('-'));
  for (const arg of at < 0 ? args : args.slice(0, at)) {
    const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(arg) ?? [];
    if (name === undefined) continue;
    shell.set(name, value);
    shell.exported.add(name);
  }
  if (at >= 0) return shell.runner.call(shell, args.slice(at));
  for (const [name, value] of shell.variables) if (shell.exported.has(name)) shell.out(`${name}=${value}\n`);
  return 0;
};

const printenv: Program = ({ shell, args }) => {
  if (args.length === 0) {
    for (const [name, value] of shell.variables)
      if (shell.exported.has(name)) shell.out(`${name}=${value}\n`);
    return 0;
  }
  let status = 0;
  for (const name of args) {
    const value = shell.exported.has(name) ? shell.get(name) : undefined;
    if (value === undefined) status = 1;
    else shell.out(`${value}\n`);
  }
  return status;
};

const through: Program = ({ shell, args }) => shell.runner.call(shell, args);

/** Commands that run others, wait for them or end them. */
export const processes: Readonly<Record<string, Program>> = {
  sleep,
  usleep: (call) => sleep({ ...call, args: [String(Number(call.args[0] ?? 0) / 1e6)] }),
  wait,
  kill,
  sh,
  bash: sh,
  ash: sh,
  dash: sh,
  timeout,
  xargs,
  env,
  printenv,
  nohup: through,
  time: through,
  exec: through,
  busybox: through,
  nice: through,
  tini: (call) => through({ ...call, args: call.args.slice(call.args.indexOf('--') + 1) }),
};
