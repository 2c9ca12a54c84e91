import { removeArray } from './arrays.ts';
import { type FoundProgram, programNamed, scriptOf } from './commands/index.ts';
import { isFull } from './descriptors.ts';
import { FileProblem } from './file-system.ts';
import { begin, end, takeUp, unwind } from './frames.ts';
import { BUILT_IN, DEPTH_MOST, Killed, OF_ITS_OWN, OUT_OF_STACK } from './machine.ts';
import type { Frame, Running } from './process.ts';
import type { Shell } from './shell.ts';
import type { Command } from './syntax.ts';

interface CallFrame extends Frame {
  readonly of: 'call';
  /** What it was when it was called: names may come to mean something else. */
  readonly body: Command | undefined;
  readonly script: string | undefined;
  readonly instead: readonly string[] | undefined;
  step: 'spending' | 'running' | 'draining' | 'answering';
  status: number;
}

/** Calls a function, a built-in command or a program. */
export function* call(shell: Shell, fields: readonly string[]): Running {
  const [name = '', ...args] = fields;
  const { process } = shell;
  let frame = takeUp<CallFrame>(process, 'call');
  const body = frame === undefined ? shell.functions.get(name) : frame.body;
  let found: FoundProgram | undefined;
  if (body === undefined && frame?.instead === undefined)
    found = frame?.script === undefined ? programNamed(name, shell) : scriptOf(frame.script);
  frame ??= begin<CallFrame>(process, {
    of: 'call',
    body,
    script: found?.script,
    instead: body === undefined && found === undefined ? strangerFor(shell, name) : undefined,
    step: 'spending',
    status: 0,
  });
  let status: number;
  if (body !== undefined) status = yield* callFunction(shell, body, args);
  else if (found !== undefined) status = yield* runProgram(shell, found, { name, args }, frame);
  else if (frame.instead !== undefined) status = yield* call(shell, frame.instead);
  else status = notFound(shell, name);
  end(process, frame);
  return status;
}

/** A program that nobody knows takes its time, where it may be there. */
function strangerFor(shell: Shell, name: string): readonly string[] | undefined {
  const length = isThere(shell, name) ? undefined : shell.world.stranger?.(name, shell.process);
  return length === undefined ? undefined : ['sleep', `${length / 1000}`];
}

function* runProgram(
  shell: Shell,
  { program, isBuiltIn }: FoundProgram,
  { name, args }: { readonly name: string; readonly args: readonly string[] },
  frame: CallFrame,
): Running {
  const { process } = shell;
  if (frame.step === 'spending') {
    frame.step = 'running';
    if (shell.world.machine.spend(process, isBuiltIn ? BUILT_IN : OF_ITS_OWN)) yield process.time;
  }
  try {
    if (frame.step === 'running') {
      const ended = program({ shell, name, args });
      if (typeof ended === 'number') frame.status = ended;
      else {
        if (program.isResumable !== true) frame.isOpaque = true;
        frame.status = yield* ended;
        frame.isOpaque = false;
      }
      frame.step = 'draining';
    }
    const pipe = shell.descriptors[1]?.pipe;
    while (pipe !== undefined && frame.step === 'draining' && isFull(pipe)) yield pipe;
    if (frame.step === 'draining' && process.signals.length === 0) return frame.status;
    frame.step = 'answering';
    const answered = yield* answerSignals(shell);
    return shell.jump === undefined ? frame.status : answered;
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    unwind(process, frame);
    shell.err(`${name}: ${error.message}\n`);
    return 1;
  }
}

interface FunctionFrame extends Frame {
  readonly of: 'function';
  readonly positional: readonly string[];
  readonly locals: Shell['locals'];
}

function* callFunction(shell: Shell, body: Command, args: readonly string[]): Running {
  const { process } = shell;
  let frame = takeUp<FunctionFrame>(process, 'function');
  if (frame === undefined) {
    if (shell.depth > DEPTH_MOST) throw new Killed(OUT_OF_STACK);
    const { positional, locals } = shell;
    frame = begin<FunctionFrame>(process, { of: 'function', positional, locals });
    shell.positional = args;
    shell.locals = new Map();
    shell.depth++;
  }
  yield* shell.runner.execute(shell, body);
  shell.depth--;
  for (const [name, before] of shell.locals ?? []) {
    removeArray(shell, name);
    for (const [each, value] of before) shell.set(each, value);
  }
  shell.positional = frame.positional;
  shell.locals = frame.locals;
  if (shell.jump?.to === 'return') shell.jump = undefined;
  end(process, frame);
  return shell.status;
}

interface SignalsFrame extends Frame {
  readonly of: 'signals';
  /** The trap that runs. */
  action: string | undefined;
  status: number;
}

/** A trap runs between two commands; without one the signal ends the shell. */
export function* answerSignals(shell: Shell): Running {
  const { process, traps } = shell;
  const frame =
    takeUp<SignalsFrame>(process, 'signals') ??
    begin<SignalsFrame>(process, { of: 'signals', action: undefined, status: shell.status });
  while (frame.action !== undefined || process.signals.length > 0) {
    if (frame.action === undefined) {
      frame.action = traps.get(process.signals.shift() ?? '');
      frame.status = shell.status;
      if (frame.action === undefined) continue;
    }
    if (frame.action !== '') yield* call(shell, ['eval', frame.action]);
    frame.action = undefined;
    if (shell.jump !== undefined) break;
    shell.status = frame.status;
  }
  end(process, frame);
  return shell.status;
}

const isThere = (shell: Shell, name: string): boolean =>
  name.includes('/') && shell.world.files.find(shell.path(name)) !== undefined;

function notFound(shell: Shell, name: string): number {
  const isPath = name.includes('/');
  if (isThere(shell, name)) {
    shell.err(`${shell.name}: ${name}: Permission denied\n`);
    return 126;
  }
  const small = shell.world.flavour === 'busybox';
  const place = small || shell.isInteractive ? '' : 'line 1: ';
  shell.err(
    `${shell.name}: ${place}${name}: ${isPath ? 'No such file or directory' : small ? 'not found' : 'command not found'}\n`,
  );
  return 127;
}
