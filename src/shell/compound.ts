import { evaluate } from './arithmetic.ts';
import { expandFields, expandPattern, expandText, NO_RESULTS } from './expansion.ts';
import { BUILT_IN, type Running } from './machine.ts';
import { patternExpression } from './patterns.ts';
import type { Shell } from './shell.ts';
import { resultsOf } from './substitution.ts';
import type { Command } from './syntax.ts';

export function* andOr(shell: Shell, { first, rest }: Command & { readonly type: 'and-or' }): Running {
  shell.tolerant++;
  let status = yield* shell.runner.execute(shell, first);
  shell.tolerant--;
  for (const [index, { operator, command }] of rest.entries()) {
    if (shell.jump !== undefined) return shell.status;
    if ((status === 0) !== (operator === '&&')) continue;
    const isLast = index === rest.length - 1;
    if (!isLast) shell.tolerant++;
    status = yield* shell.runner.execute(shell, command);
    if (!isLast) shell.tolerant--;
  }
  shell.status = status;
  return status;
}

export function* tolerated(shell: Shell, command: Command): Running {
  shell.tolerant++;
  const status = yield* shell.runner.execute(shell, command);
  shell.tolerant--;
  return status;
}

export function* conditional(
  shell: Shell,
  { clauses, otherwise }: Command & { readonly type: 'if' },
): Running {
  for (const { condition, body } of clauses) {
    const status = yield* tolerated(shell, condition);
    if (shell.jump !== undefined) return shell.status;
    if (status === 0) return yield* shell.runner.execute(shell, body);
  }
  shell.status = 0;
  return otherwise === undefined ? 0 : yield* shell.runner.execute(shell, otherwise);
}

export function* loop(
  shell: Shell,
  { condition, body, until }: Command & { readonly type: 'while' },
): Running {
  let status = 0;
  for (;;) {
    const held = yield* tolerated(shell, condition);
    if (leavesLoop(shell) || (held === 0) === until) break;
    status = yield* shell.runner.execute(shell, body);
    if (leavesLoop(shell)) break;
  }
  if (shell.jump === undefined) shell.status = status;
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

export function* overWords(shell: Shell, { name, words, body }: Command & { readonly type: 'for' }): Running {
  const values =
    words === undefined ? shell.positional : expandFields(shell, words, yield* resultsOf(shell, words));
  let status = 0;
  for (const value of values) {
    shell.set(name, value);
    status = yield* shell.runner.execute(shell, body);
    if (leavesLoop(shell)) break;
  }
  return status;
}

export function* counting(shell: Shell, command: Command & { readonly type: 'count' }): Running {
  const { first, condition, next, body } = command;
  let status = 0;
  evaluate(expandText(shell, first, NO_RESULTS), shell);
  while (condition.literal === '' || evaluate(expandText(shell, condition, NO_RESULTS), shell) !== 0) {
    status = yield* shell.runner.execute(shell, body);
    if (leavesLoop(shell)) break;
    if (shell.world.machine.spend(shell.process, BUILT_IN)) yield shell.process.time;
    evaluate(expandText(shell, next, NO_RESULTS), shell);
  }
  return status;
}

export function* choice(shell: Shell, { word, clauses }: Command & { readonly type: 'case' }): Running {
  const text = expandText(shell, word, yield* resultsOf(shell, [word]));
  for (const { patterns, body } of clauses) {
    const results = yield* resultsOf(shell, patterns);
    if (patterns.some((pattern) => patternExpression(expandPattern(shell, pattern, results)).test(text)))
      return yield* shell.runner.execute(shell, body);
  }
  return 0;
}
