import { readAll } from '../descriptors.ts';
import { begin, end, takeUp } from '../frames.ts';
import type { Frame, Process, Running } from '../process.ts';
import { type Call, type Program, resumable, type Shell } from '../shell.ts';
import { complain } from './call.ts';
import { signalName } from './control.ts';

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

interface ArgumentsFrame extends Frame {
  readonly of: 'xargs';
  /** What is called, once everything was read. */
  calls: readonly (readonly string[])[] | undefined;
  done: number;
  status: number;
}

function* xargs({ shell, args }: Call): Running {
  const { process } = shell;
  const frame =
    takeUp<ArgumentsFrame>(process, 'xargs') ??
    begin<ArgumentsFrame>(process, { of: 'xargs', calls: undefined, done: 0, status: 0 });
  frame.calls ??= callsOf(args, yield* readAll(shell.descriptors[0]));
  for (; frame.done < frame.calls.length; frame.done++) {
    const status = yield* shell.runner.call(shell, frame.calls[frame.done] ?? []);
    if (status !== 0) frame.status = 123;
  }
  end(process, frame);
  return frame.status;
}

function callsOf(args: readonly string[], text: string): readonly (readonly string[])[] {
  const flags = /^-(?:[nPLI0-9rt])/;
  let place = 0;
  let most = Number.POSITIVE_INFINITY;
  let mark: string | undefined;
  for (; flags.test(args[place] ?? ''); place++) {
    const arg = args[place] ?? '';
    if (/^-[nPLI]$/.test(arg)) place++;
    if (arg.startsWith('-n')) most = Number(arg === '-n' ? args[place] : arg.slice(2));
    if (arg.startsWith('-I')) mark = arg.length > 2 ? arg.slice(2) : args[place];
  }
  const command = args.slice(place).length === 0 ? ['echo'] : args.slice(place);
  const sign = mark;
  if (sign !== undefined)
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => command.map((word) => word.replaceAll(sign, line)));
  const words = text.split(/\s+/).filter((word) => word !== '');
  const batch = Math.max(1, Math.min(most || 1, words.length));
  const calls: string[][] = [];
  for (let start = 0; start < words.length; start += batch)
    calls.push([...command, ...words.slice(start, start + batch)]);
  return calls;
}

function* env({ shell, args }: Call): Running {
  const { process } = shell;
  const at = args.findIndex((arg) => !/^\w+=/.test(arg) && !arg.startsWith('-'));
  let frame = takeUp(process, 'env');
  if (frame === undefined) {
    frame = begin(process, { of: 'env' });
    for (const arg of at < 0 ? args : args.slice(0, at)) {
      const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(arg) ?? [];
      if (name === undefined) continue;
      shell.set(name, value);
      shell.exported.add(name);
    }
  }
  const status = at >= 0 ? yield* shell.runner.call(shell, args.slice(at)) : 0;
  end(process, frame);
  if (at >= 0) return status;
  for (const [name, value] of shell.variables) if (shell.exported.has(name)) shell.out(`${name}=${value}\n`);
  return 0;
}

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

const through = resumable(({ shell, args }) => shell.runner.call(shell, args));

/** Commands that run others or end them. */
export const processes: Readonly<Record<string, Program>> = {
  kill,
  xargs: resumable(xargs),
  env: resumable(env),
  printenv,
  nohup: through,
  time: through,
  exec: through,
  busybox: through,
  nice: through,
  tini: resumable((call) => through({ ...call, args: call.args.slice(call.args.indexOf('--') + 1) })),
};
