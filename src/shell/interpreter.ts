import { ArithmeticProblem, evaluate } from './arithmetic.ts';
import { type Elements, giveKeys, setElements } from './arrays.ts';
import { assign, elementsIn, withAssignments } from './assigning.ts';
import { wordsOfAssignment } from './assignment-reader.ts';
import { answerSignals, call } from './calling.ts';
import { programNamed } from './commands/index.ts';
import { andOr, choice, conditional, counting, loop, overWords } from './compound.ts';
import { nowhere } from './descriptors.ts';
import { expandFields, expandPattern, expandText, NO_RESULTS, type Results } from './expansion.ts';
import { begin, end, isNext, takeUp, unwind } from './frames.ts';
import { BUILT_IN } from './machine.ts';
import { fork, pipeline } from './pipelines.ts';
import type { Frame, Running } from './process.ts';
import { redirected } from './redirects.ts';
import { type Runner, type Shell, ShellProblem } from './shell.ts';
import { resultsOf, subshell } from './substitution.ts';
import type { Command, Item, SimpleCommand, Word } from './syntax.ts';
import { isText } from './test-words.ts';

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
    case 'redirected':
      return yield* redirection(shell, command);
  }
}

function* redirection(
  shell: Shell,
  { command, redirects }: Command & { readonly type: 'redirected' },
): Running {
  const targets = redirects.map(({ target }) => target);
  const results = isNext(shell.process, 'redirected') ? NO_RESULTS : yield* resultsOf(shell, targets);
  return yield* redirected(shell, redirects, results, () => execute(shell, command));
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

interface ListFrame extends Frame {
  readonly of: 'list';
  index: number;
  status: number;
}

function* list(shell: Shell, { items }: Command & { readonly type: 'list' }): Running {
  const { process } = shell;
  const frame =
    takeUp<ListFrame>(process, 'list') ?? begin<ListFrame>(process, { of: 'list', index: 0, status: 0 });
  for (; frame.index < items.length; frame.index++) {
    const { command, background } = items[frame.index] as Item;
    if (background) {
      const job = fork(shell, command, { 0: nowhere });
      shell.job = job;
      shell.jobs.push(job);
      shell.status = frame.status = 0;
    } else frame.status = yield* execute(shell, command);
    if (shell.jump !== undefined) break;
  }
  end(process, frame);
  return shell.jump === undefined ? frame.status : shell.status;
}

interface FinishFrame extends Frame {
  readonly of: 'finish';
  /** The EXIT trap runs: the code it began with. */
  status: number | undefined;
  action: string | undefined;
}

/** Runs until the shell is left; a problem of the shell itself is told and ends it. */
function* toItsEnd(shell: Shell, body: Command): Running {
  const { process } = shell;
  const frame =
    takeUp<FinishFrame>(process, 'finish') ??
    begin<FinishFrame>(process, { of: 'finish', status: undefined, action: undefined });
  if (frame.status === undefined) {
    try {
      yield* execute(shell, body);
    } catch (error) {
      if (!(error instanceof ShellProblem)) throw error;
      unwind(process, frame);
      shell.err(`${shell.name}: ${error.message}\n`);
      shell.status = error.status;
    }
    shell.jump = undefined;
    frame.action = shell.traps.get('EXIT');
    frame.status = shell.status;
    shell.traps.delete('EXIT');
  }
  if (frame.action !== undefined && frame.action !== '') {
    yield* call(shell, ['eval', frame.action]);
    if (shell.jump === undefined) shell.status = frame.status;
  }
  end(process, frame);
  return shell.status;
}

interface SimpleFrame extends Frame {
  readonly of: 'simple';
  /** A trap runs before it. */
  isAnswering: boolean;
  /** What its words have become; undefined until they are expanded. */
  fields: readonly string[] | undefined;
  /** The arrays that it declares. */
  declared: readonly { readonly name: string; readonly elements: Elements; readonly appends: boolean }[];
  /** Assignments that stand alone were made. */
  isAssigned: boolean;
  isSpent: boolean;
}

function* simple(shell: Shell, command: SimpleCommand): Running {
  const { process } = shell;
  const frame =
    takeUp<SimpleFrame>(process, 'simple') ??
    begin<SimpleFrame>(process, {
      of: 'simple',
      isAnswering: process.signals.length > 0,
      fields: undefined,
      declared: [],
      isAssigned: false,
      isSpent: false,
    });
  if (frame.isAnswering) {
    yield* answerSignals(shell);
    frame.isAnswering = false;
  }
  const status =
    shell.jump !== undefined && frame.fields === undefined
      ? shell.status
      : yield* expanded(shell, command, frame);
  end(process, frame);
  return status;
}

function* expanded(shell: Shell, command: SimpleCommand, frame: SimpleFrame): Running {
  const { words, assignments, redirects } = command;
  let results = NO_RESULTS;
  if (frame.fields === undefined) {
    if (words.length === 0) shell.status = 0;
    if (command.runs || redirects.length > 0) results = yield* resultsOf(shell, wordsIn(command));
  }
  try {
    if (frame.fields === undefined) {
      frame.fields = isTest(words) ? testFields(shell, words, results) : expandFields(shell, words, results);
      if (frame.fields.includes('-A')) for (const { name } of command.declared) giveKeys(shell, name);
      frame.declared = command.declared.map((array) => ({
        name: array.name,
        elements: elementsIn(shell, array, results),
        appends: array.appends,
      }));
      if (shell.options.xtrace && frame.fields.length > 0) shell.err(`+ ${frame.fields.join(' ')}\n`);
    }
    const { fields } = frame;
    if (command.declared.length > 0) return yield* declaring(shell, frame, fields);
    // What is run most often takes the shortest way.
    if (redirects.length === 0 && assignments.length === 0 && fields.length > 0)
      return yield* call(shell, fields);
    if (fields.length === 0 && !frame.isAssigned) {
      assign(shell, assignments, results);
      frame.isAssigned = true;
    }
    const run = (): Running =>
      fields.length === 0 ? free(shell, frame) : withAssignments(shell, assignments, results, fields);
    return redirects.length === 0 ? yield* run() : yield* redirected(shell, redirects, results, run);
  } catch (error) {
    if (!(error instanceof ArithmeticProblem)) throw error;
    throw new ShellProblem(`line ${command.line}: ${error.message}`);
  }
}

const wordsIn = ({ words, assignments, declared, redirects }: SimpleCommand): readonly Word[] => [
  ...words,
  ...[...assignments, ...declared].flatMap(wordsOfAssignment),
  ...redirects.map(({ target }) => target),
];

const isTest = ([first]: readonly Word[]): boolean => first !== undefined && isText(first, '[[');

/** Between `[[` and `]]` each word is one, whatever it says; what stands behind `==` is a pattern. */
const testFields = (shell: Shell, words: readonly Word[], results: Results): readonly string[] =>
  words.map((word, place) =>
    /^[!=]?=$/.test(words[place - 1]?.literal ?? '')
      ? expandPattern(shell, word, results)
      : expandText(shell, word, results),
  );

function* free(shell: Shell, frame: SimpleFrame): Running {
  const { status, process } = shell;
  if (!frame.isSpent) {
    frame.isSpent = true;
    if (shell.world.machine.spend(process, BUILT_IN)) yield process.time;
  }
  return status;
}

/** Arrays are set when the command that declares them is done. */
function* declaring(shell: Shell, { declared }: SimpleFrame, fields: readonly string[]): Running {
  const status = yield* call(shell, fields);
  for (const { name, elements, appends } of declared) setElements(shell, name, elements, appends);
  return status;
}

function arithmeticStatus(shell: Shell, expression: Word, results: Results): number {
  try {
    return evaluate(expandText(shell, expression, results), shell) === 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ArithmeticProblem)) throw error;
    shell.err(`${shell.name}: line 1: ((: ${error.message}\n`);
    return 1;
  }
}
