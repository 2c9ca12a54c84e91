import { ArithmeticProblem, evaluate } from './arithmetic.ts';
import { elementAt, setElement, setElements } from './arrays.ts';
import { wordsOfAssignment } from './assignment-reader.ts';
import { programNamed } from './commands/index.ts';
import { andOr, choice, conditional, counting, loop, overWords } from './compound.ts';
import { isFull, nowhere } from './descriptors.ts';
import { expandFields, expandText, NO_RESULTS, type Results } from './expansion.ts';
import { FileProblem } from './file-system.ts';
import { BUILT_IN, DEPTH_MOST, Killed, OF_ITS_OWN, OUT_OF_STACK, type Running } from './machine.ts';
import { pipeline, spawn } from './pipelines.ts';
import { redirected } from './redirects.ts';
import { type Runner, type Shell, ShellProblem } from './shell.ts';
import { resultsOf, subshell } from './substitution.ts';
import type { Assignment, Command, SimpleCommand, Word } from './syntax.ts';

/** Runs one command of any form. */
function* execute(shell: Shell, command: Command): Running {
  switch (command.type) {
    case 'simple':
      return failing(shell, yield* simple(shell, command));
    case 'list':
      return yield* list(shell, command);
    case 'and-or':
      return yield* andOr(shell, command);
    case 'pipeline':
      return yield* pipeline(shell, command);
    case 'if':
      return yield* conditional(shell, command);
    case 'while':
      return yield* loop(shell, command);
    case 'for':
      return yield* overWords(shell, command);
    case 'count':
      return yield* counting(shell, command);
    case 'case':
      return yield* choice(shell, command);
    case 'subshell':
      return failing(shell, yield* subshell(shell, command.body));
    case 'arithmetic':
      return failing(
        shell,
        arithmeticStatus(shell, command.expression, yield* resultsOf(shell, [command.expression])),
      );
    case 'function':
      shell.functions.set(command.name, command.body);
      return 0;
    case 'redirected': {
      const results = yield* resultsOf(
        shell,
        command.redirects.map(({ target }) => target),
      );
      return yield* redirected(shell, command.redirects, results, () => execute(shell, command.command));
    }
  }
}

export const runner: Runner = {
  execute,
  call,
  finish: toItsEnd,
  checked: failing,
  knows: (shell, name) => programNamed(name, shell) !== undefined,
};

/** With `set -e` a failure ends the shell, but for conditions. */
function failing(shell: Shell, status: number): number {
  shell.status = status;
  if (status !== 0 && shell.options.errexit && shell.tolerant === 0) shell.jump ??= { to: 'exit' };
  return status;
}

function* list(shell: Shell, { items }: Command & { readonly type: 'list' }): Running {
  let status = 0;
  for (const { command, background } of items) {
    if (background) {
      const job = spawn(shell, command, { 0: nowhere });
      shell.job = job;
      shell.jobs.push(job);
      shell.status = status = 0;
    } else status = yield* execute(shell, command);
    if (shell.jump !== undefined) return shell.status;
  }
  return status;
}

/** Runs until the shell is left; a problem of the shell itself is told and ends it. */
function* toItsEnd(shell: Shell, body: Command): Running {
  try {
    yield* execute(shell, body);
  } catch (error) {
    if (!(error instanceof ShellProblem)) throw error;
    shell.err(`${shell.name}: ${error.message}\n`);
    shell.status = error.status;
  }
  shell.jump = undefined;
  const last = shell.traps.get('EXIT');
  if (last !== undefined && last !== '') {
    shell.traps.delete('EXIT');
    const { status } = shell;
    yield* call(shell, ['eval', last]);
    if (shell.jump === undefined) shell.status = status;
  }
  return shell.status;
}

function* simple(shell: Shell, command: SimpleCommand): Running {
  if (shell.process.signals.length > 0) yield* answerSignals(shell);
  if (shell.jump !== undefined) return shell.status;
  const { words, assignments, redirects } = command;
  if (words.length === 0) shell.status = 0;
  const results =
    command.runs || redirects.length > 0 ? yield* resultsOf(shell, wordsIn(command)) : NO_RESULTS;
  try {
    const fields = expandFields(shell, words, results);
    if (shell.options.xtrace && fields.length > 0) shell.err(`+ ${fields.join(' ')}\n`);
    // What is run most often takes the shortest way.
    if (redirects.length === 0 && assignments.length === 0 && fields.length > 0)
      return yield* call(shell, fields);
    if (fields.length === 0) {
      assign(shell, assignments, results);
      return redirects.length === 0
        ? yield* free(shell, shell.status)
        : yield* redirected(shell, redirects, results, () => free(shell, shell.status));
    }
    const run = (): Running => withAssignments(shell, assignments, results, fields);
    return redirects.length === 0 ? yield* run() : yield* redirected(shell, redirects, results, run);
  } catch (error) {
    if (!(error instanceof ArithmeticProblem)) throw error;
    throw new ShellProblem(`line ${command.line}: ${error.message}`);
  }
}

const wordsIn = ({ words, assignments, redirects }: SimpleCommand): readonly Word[] => [
  ...words,
  ...assignments.flatMap(wordsOfAssignment),
  ...redirects.map(({ target }) => target),
];

function* free(shell: Shell, status: number): Running {
  if (shell.world.machine.spend(shell.process, BUILT_IN)) yield shell.process.time;
  return status;
}

function assign(shell: Shell, assignments: readonly Assignment[], results: Results): void {
  for (const { name, index, value, elements, appends } of assignments) {
    if (elements !== undefined) {
      setElements(shell, name, expandFields(shell, elements, results), appends);
      continue;
    }
    const text = expandText(shell, value, results);
    const at = index === undefined ? 0 : evaluate(expandText(shell, index, results), shell);
    setElement(shell, name, at, appends ? (elementAt(shell, name, at) ?? '') + text : text);
  }
}

/** Assignments before a command hold for it alone. */
function* withAssignments(
  shell: Shell,
  assignments: readonly Assignment[],
  results: Results,
  fields: readonly string[],
): Running {
  if (assignments.length === 0) return yield* call(shell, fields);
  const before = assignments.map(({ name }) => [name, shell.get(name), shell.exported.has(name)] as const);
  assign(shell, assignments, results);
  for (const { name } of assignments) shell.exported.add(name);
  const status = yield* call(shell, fields);
  for (const [name, value, wasExported] of before) {
    if (value === undefined) shell.variables.delete(name);
    else shell.set(name, value);
    if (!wasExported) shell.exported.delete(name);
  }
  return status;
}

/** Calls a function, a built-in command or a program. */
function* call(shell: Shell, fields: readonly string[]): Running {
  const [name = '', ...args] = fields;
  const { machine } = shell.world;
  const own = shell.functions.get(name);
  if (own !== undefined) return yield* callFunction(shell, own, args);
  const found = programNamed(name, shell);
  if (found === undefined) {
    const length = isThere(shell, name) ? undefined : shell.world.stranger?.(name, shell.process);
    return length === undefined ? notFound(shell, name) : yield* call(shell, ['sleep', `${length / 1000}`]);
  }
  if (machine.spend(shell.process, found.isBuiltIn ? BUILT_IN : OF_ITS_OWN)) yield shell.process.time;
  try {
    const ended = found.program({ shell, name, args });
    const status = typeof ended === 'number' ? ended : yield* ended;
    const pipe = shell.descriptors[1]?.pipe;
    while (pipe !== undefined && isFull(pipe)) yield pipe;
    if (shell.process.signals.length === 0) return status;
    const answered = yield* answerSignals(shell);
    return shell.jump === undefined ? status : answered;
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    shell.err(`${name}: ${error.message}\n`);
    return 1;
  }
}

function* callFunction(shell: Shell, body: Command, args: readonly string[]): Running {
  if (shell.depth > DEPTH_MOST) throw new Killed(OUT_OF_STACK);
  const { positional, locals } = shell;
  shell.positional = args;
  shell.locals = undefined;
  shell.depth++;
  yield* execute(shell, body);
  shell.depth--;
  for (const [name, value] of (shell.locals as Shell['locals']) ?? []) {
    if (value === undefined) shell.variables.delete(name);
    else shell.set(name, value);
  }
  shell.positional = positional;
  shell.locals = locals;
  if (shell.jump?.to === 'return') shell.jump = undefined;
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

/** A trap runs between two commands; without one the signal ends the shell. */
function* answerSignals(shell: Shell): Running {
  for (let name = shell.process.signals.shift(); name !== undefined; name = shell.process.signals.shift()) {
    const action = shell.traps.get(name);
    if (action === undefined) continue;
    const { status } = shell;
    if (action !== '') yield* call(shell, ['eval', action]);
    if (shell.jump !== undefined) return shell.status;
    shell.status = status;
  }
  return shell.status;
}

const arithmeticStatus = (shell: Shell, expression: Word, results: Results): number =>
  evaluate(expandText(shell, expression, results), shell) === 0 ? 1 : 0;
