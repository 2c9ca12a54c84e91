import { evaluate } from './arithmetic.ts';
import { expandFields, expandPattern, expandText, NO_RESULTS, type Results } from './expansion.ts';
import { begin, end, takeUp } from './frames.ts';
import { BUILT_IN } from './machine.ts';
import { patternExpression } from './patterns.ts';
import type { Frame, Running } from './process.ts';
import type { Shell } from './shell.ts';
import { resultsOf } from './substitution.ts';
import type { Command, Word } from './syntax.ts';

interface AndOrFrame extends Frame {
  readonly of: 'and-or';
  /** How many of its commands were run or passed over. */
  done: number;
  status: number;
}

export function* andOr(shell: Shell, { first, rest }: Command & { readonly type: 'and-or' }): Running {
  const { process } = shell;
  const frame =
    takeUp<AndOrFrame>(process, 'and-or') ?? begin<AndOrFrame>(process, { of: 'and-or', done: 0, status: 0 });
  if (frame.done === 0) {
    frame.status = yield* tolerated(shell, first);
    frame.done = 1;
  }
  for (; frame.done <= rest.length && shell.jump === undefined; frame.done++) {
    const { operator, command } = rest[frame.done - 1] as (typeof rest)[number];
    // Who was taken up in the midst of a command has not its status yet.
    if ((frame.status === 0) !== (operator === '&&')) continue;
    const isLast = frame.done === rest.length;
    frame.status = yield* isLast ? shell.runner.execute(shell, command) : tolerated(shell, command);
  }
  if (shell.jump === undefined) shell.status = frame.status;
  end(process, frame);
  return shell.status;
}

/** A failure does not end the shell here. */
export function* tolerated(shell: Shell, command: Command): Running {
  const { process } = shell;
  let frame = takeUp(process, 'tolerated');
  if (frame === undefined) {
    frame = begin(process, { of: 'tolerated' });
    shell.tolerant++;
  }
  const status = yield* shell.runner.execute(shell, command);
  shell.tolerant--;
  end(process, frame);
  return status;
}

interface ClausesFrame extends Frame {
  readonly of: 'if' | 'case';
  /** Which clause it is at, and whether it has been chosen. */
  index: number;
  isChosen: boolean;
  /** What is looked for. */
  text: string | undefined;
}

const firstClause = (of: ClausesFrame['of']): ClausesFrame => ({
  of,
  index: 0,
  isChosen: false,
  text: undefined,
});

export function* conditional(
  shell: Shell,
  { clauses, otherwise }: Command & { readonly type: 'if' },
): Running {
  const { process } = shell;
  const frame = takeUp<ClausesFrame>(process, 'if') ?? begin(process, firstClause('if'));
  for (; frame.index < clauses.length && !frame.isChosen; frame.index++) {
    const status = yield* tolerated(shell, (clauses[frame.index] as (typeof clauses)[number]).condition);
    if (shell.jump !== undefined) {
      end(process, frame);
      return shell.status;
    }
    if (status !== 0) continue;
    frame.isChosen = true;
    break;
  }
  const body = frame.isChosen ? clauses[frame.index]?.body : otherwise;
  if (!frame.isChosen) shell.status = 0;
  const status = body === undefined ? 0 : yield* shell.runner.execute(shell, body);
  end(process, frame);
  return status;
}

interface LoopFrame extends Frame {
  readonly of: 'loop';
  status: number;
  isInBody: boolean;
}

export function* loop(
  shell: Shell,
  { condition, body, until }: Command & { readonly type: 'while' },
): Running {
  const { process } = shell;
  const frame =
    takeUp<LoopFrame>(process, 'loop') ??
    begin<LoopFrame>(process, { of: 'loop', status: 0, isInBody: false });
  for (;;) {
    if (!frame.isInBody) {
      const held = yield* tolerated(shell, condition);
      if (leavesLoop(shell) || (held === 0) === until) break;
      frame.isInBody = true;
    }
    frame.status = yield* shell.runner.execute(shell, body);
    frame.isInBody = false;
    if (leavesLoop(shell)) break;
  }
  if (shell.jump === undefined) shell.status = frame.status;
  end(process, frame);
  return shell.status;
}

/** Whether a jump leads out of the loop; one that ends here is done with. */
function leavesLoop(shell: Shell): boolean {
  const { jump } = shell;
  if (jump === undefined) return false;
  if (!('levels' in jump)) return true;
  jump.levels--;
  if (jump.levels > 0) return true;
  shell.jump = undefined;
  return jump.to === 'break';
}

interface WordsFrame extends Frame {
  readonly of: 'for';
  values: readonly string[] | undefined;
  index: number;
  isInBody: boolean;
  status: number;
}

export function* overWords(shell: Shell, { name, words, body }: Command & { readonly type: 'for' }): Running {
  const { process } = shell;
  const frame =
    takeUp<WordsFrame>(process, 'for') ??
    begin<WordsFrame>(process, { of: 'for', values: undefined, index: 0, isInBody: false, status: 0 });
  frame.values ??=
    words === undefined ? shell.positional : expandFields(shell, words, yield* resultsOf(shell, words));
  for (; frame.index < frame.values.length; frame.index++) {
    if (!frame.isInBody) shell.set(name, frame.values[frame.index] ?? '');
    frame.isInBody = true;
    frame.status = yield* shell.runner.execute(shell, body);
    frame.isInBody = false;
    if (leavesLoop(shell)) break;
  }
  end(process, frame);
  return frame.status;
}

interface CountFrame extends Frame {
  readonly of: 'count';
  step: 'first' | 'condition' | 'body' | 'next';
  status: number;
}

export function* counting(shell: Shell, command: Command & { readonly type: 'count' }): Running {
  const { first, condition, next, body } = command;
  const { process } = shell;
  const frame =
    takeUp<CountFrame>(process, 'count') ??
    begin<CountFrame>(process, { of: 'count', step: 'first', status: 0 });
  if (frame.step === 'first') evaluate(expandText(shell, first, NO_RESULTS), shell);
  for (;;) {
    if (frame.step === 'first' || frame.step === 'condition') {
      const isOver =
        condition.literal !== '' && evaluate(expandText(shell, condition, NO_RESULTS), shell) === 0;
      if (isOver) break;
      frame.step = 'body';
    }
    if (frame.step === 'body') {
      frame.status = yield* shell.runner.execute(shell, body);
      if (leavesLoop(shell)) break;
      frame.step = 'next';
      if (shell.world.machine.spend(process, BUILT_IN)) yield process.time;
    }
    evaluate(expandText(shell, next, NO_RESULTS), shell);
    frame.step = 'condition';
  }
  end(process, frame);
  return frame.status;
}

export function* choice(shell: Shell, { word, clauses }: Command & { readonly type: 'case' }): Running {
  const { process } = shell;
  const frame = takeUp<ClausesFrame>(process, 'case') ?? begin(process, firstClause('case'));
  frame.text ??= expandText(shell, word, yield* resultsOf(shell, [word]));
  let status = 0;
  for (; frame.index < clauses.length; frame.index++) {
    const { patterns, body } = clauses[frame.index] as (typeof clauses)[number];
    frame.isChosen ||= fits(shell, frame.text, patterns, yield* resultsOf(shell, patterns));
    if (!frame.isChosen) continue;
    status = yield* shell.runner.execute(shell, body);
    break;
  }
  end(process, frame);
  return status;
}

const fits = (shell: Shell, text: string, patterns: readonly Word[], results: Results): boolean =>
  patterns.some((pattern) => patternExpression(expandPattern(shell, pattern, results)).test(text));
