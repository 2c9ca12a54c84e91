import { textSink } from './descriptors.ts';
import { NO_RESULTS, type Results } from './expansion.ts';
import { DEPTH_MOST, Killed, OUT_OF_STACK, type Pause, type Running } from './machine.ts';
import { Shell } from './shell.ts';
import type { Command, Part, Word } from './syntax.ts';

/** Runs the commands that stand inside the words. */
export function* resultsOf(shell: Shell, words: readonly Word[]): Generator<Pause, Results, void> {
  if (!words.some(({ runs }) => runs === true)) return NO_RESULTS;
  const results = new Map<Part, string>();
  for (const word of words) if (word.runs === true) yield* collect(shell, word, results);
  return results;
}

function* collect(shell: Shell, { parts }: Word, results: Map<Part, string>): Generator<Pause, void, void> {
  for (const part of parts) {
    if (part.type === 'substitution') {
      const sink = textSink();
      const descriptors = [...shell.descriptors];
      descriptors[1] = sink;
      shell.status = yield* subshell(shell, part.script, { descriptors });
      results.set(part, sink.text.replace(/\n+$/, ''));
    } else if (part.type === 'arithmetic') {
      if (part.expression.runs === true) yield* collect(shell, part.expression, results);
    } else if (part.type === 'variable') {
      const { word, second } = part.change ?? {};
      if (typeof part.index === 'object' && part.index.runs === true)
        yield* collect(shell, part.index, results);
      if (word?.runs === true && isNeeded(shell, part.name, part.change?.operator ?? ''))
        yield* collect(shell, word, results);
      if (second?.runs === true) yield* collect(shell, second, results);
    }
  }
}

function isNeeded(shell: Shell, name: string, operator: string): boolean {
  const value = /^\d+$/.test(name) ? shell.positional[Number(name) - 1] : shell.get(name);
  if (/^:?[-=?]$/.test(operator)) return value === undefined || (value === '' && operator.startsWith(':'));
  return true;
}

/** Commands in a shell of their own, in the same process. */
export function* subshell(
  shell: Shell,
  body: Command,
  changes: Partial<Pick<Shell, 'descriptors'>> = {},
): Running {
  if (shell.depth > DEPTH_MOST) throw new Killed(OUT_OF_STACK);
  const inner = new Shell(shell.world, shell.runner, shell.process, shell);
  if (changes.descriptors !== undefined) inner.descriptors = changes.descriptors;
  const status = yield* shell.runner.finish(inner, body);
  shell.jobs.push(...inner.jobs);
  return status;
}
