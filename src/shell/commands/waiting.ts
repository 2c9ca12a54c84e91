import { begin, end, takeUp } from '../frames.ts';
import type { Beginning, Frame, Process, Running } from '../process.ts';
import { type Call, type Program, resumable, Shell } from '../shell.ts';
import { complain, optionsOf } from './call.ts';

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
  return yield* sleepFor(shell.process, length);
}

interface SleepFrame extends Frame {
  readonly of: 'sleep';
  readonly until: number;
}

/** Milliseconds go by. */
export function* sleepFor(process: Process, length: number): Running {
  const frame =
    takeUp<SleepFrame>(process, 'sleep') ??
    begin<SleepFrame>(process, { of: 'sleep', until: Math.min(process.time + length, FOR_EVER) });
  // Other processes' news may wake it before its time.
  while (process.time < frame.until) yield frame.until;
  end(process, frame);
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

/** A command by its words, in a process of its own. */
export class Called implements Beginning {
  private readonly shell: Shell;
  private readonly words: readonly string[];

  constructor(shell: Shell, words: readonly string[]) {
    this.shell = shell;
    this.words = words;
  }

  run(): Running {
    return this.shell.runner.call(this.shell, this.words);
  }
}

interface TimeoutFrame extends Frame {
  readonly of: 'timeout';
  readonly child: Process;
  readonly deadline: number;
}

function* timeout({ shell, args }: Call): Running {
  const { process, world } = shell;
  const frame = takeUp<TimeoutFrame>(process, 'timeout') ?? begin(process, limited(shell, args));
  const { child, deadline } = frame;
  while (child.status === undefined && process.time < deadline) {
    child.waiting.push(process);
    yield deadline;
  }
  end(process, frame);
  if (child.status !== undefined) return child.status;
  world.machine.kill(child, 143, deadline);
  return world.flavour === 'busybox' ? 143 : 124;
}

function limited(shell: Shell, args: readonly string[]): TimeoutFrame {
  const { rest } = optionsOf(
    args.slice(0, Math.max(1, args.findIndex((arg) => /^[\d.]/.test(arg)) + 1)),
    's k t',
  );
  const start = args.findIndex((arg) => /^[\d.]/.test(arg));
  const length = lengthOf(rest[0] ?? args[start] ?? '') ?? 0;
  const child = shell.world.machine.spawn(
    shell.process.time,
    (process) => new Called(new Shell(shell.world, shell.runner, process, shell), args.slice(start + 1)),
  );
  return { of: 'timeout', child, deadline: shell.process.time + length };
}

/** Commands that let time pass. */
export const waiting: Readonly<Record<string, Program>> = {
  sleep: resumable(sleep),
  usleep: resumable((call) => sleep({ ...call, args: [String(Number(call.args[0] ?? 0) / 1e6)] })),
  wait: resumable(wait),
  timeout: resumable(timeout),
};
