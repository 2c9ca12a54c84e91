import { TextSink } from './descriptors.ts';
import { NO_RESULTS, type Results } from './expansion.ts';
import { begin, end, takeUp } from './frames.ts';
import { DEPTH_MOST, Killed, OUT_OF_STACK } from './machine.ts';
import type { Frame, Pause, Running } from './process.ts';
import { Shell } from './shell.ts';
import type { Command, Part, Word } from './syntax.ts';

interface ResultsFrame extends Frame {
  readonly of: 'results';
  /** What those printed that are done, in the order in which they stand. */
  readonly texts: string[];
  /** Takes what the present one prints. */
  sink: TextSink;
}

/** What is being collected: results by their places, and how many places were passed. */
interface Collection {
  readonly frame: ResultsFrame;
  readonly results: Map<Part, string>;
  passed: number;
}

/** Runs the commands that stand inside the words. */
export function* resultsOf(shell: Shell, words: readonly Word[]): Generator<Pause, Results, void> {
  if (!words.some(({ runs }) => runs === true)) return NO_RESULTS;
  const { process } = shell;
  const frame =
    takeUp<ResultsFrame>(process, 'results') ??
    begin<ResultsFrame>(process, { of: 'results', texts: [], sink: new TextSink() });
  const collection: Collection = { frame, results: new Map(), passed: 0 };
  for (const word of words) if (word.runs === true) yield* collect(shell, word, collection);
  end(process, frame);
  return collection.results;
}

function* collect(shell: Shell, { parts }: Word, collection: Collection): Generator<Pause, void, void> {
  for (const part of parts) {
    if (part.type === 'substitution') yield* substitute(shell, part, collection);
    else if (part.type === 'arithmetic') {
      if (part.expression.runs === true) yield* collect(shell, part.expression, collection);
    } else if (part.type === 'variable') {
      const { word, second } = part.change ?? {};
      if (typeof part.index === 'object' && part.index.runs === true)
        yield* collect(shell, part.index, collection);
      if (word?.runs === true && isNeeded(shell, part.name, part.change?.operator ?? ''))
        yield* collect(shell, word, collection);
      if (second?.runs === true) yield* collect(shell, second, collection);
    }
  }
}

function* substitute(
  shell: Shell,
  part: Part & { readonly type: 'substitution' },
  collection: Collection,
): Generator<Pause, void, void> {
  const { frame, results } = collection;
  const { texts } = frame;
  const place = collection.passed++;
  if (place === texts.length) {
    const descriptors = [...shell.descriptors];
    descriptors[1] = frame.sink;
    shell.status = yield* subshell(shell, part.script, { descriptors });
    texts.push(frame.sink.text.replace(/\n+$/, ''));
    frame.sink = new TextSink();
  }
  results.set(part, texts[place] ?? '');
}

function isNeeded(shell: Shell, name: string, operator: string): boolean {
  const value = /^\d+$/.test(name) ? shell.positional[Number(name) - 1] : shell.get(name);
  if (/^:?[-=?]$/.test(operator)) return value === undefined || (value === '' && operator.startsWith(':'));
  return true;
}

interface SubshellFrame extends Frame {
  readonly of: 'subshell';
  readonly inner: Shell;
}

/** Commands in a shell of their own, in the same process. */
export function* subshell(
  shell: Shell,
  body: Command,
  changes: Partial<Pick<Shell, 'descriptors'>> = {},
): Running {
  const { process } = shell;
  let frame = takeUp<SubshellFrame>(process, 'subshell');
  if (frame === undefined) {
    if (shell.depth > DEPTH_MOST) throw new Killed(OUT_OF_STACK);
    const inner = new Shell(shell.world, shell.runner, process, shell);
    if (changes.descriptors !== undefined) inner.descriptors = changes.descriptors;
    frame = begin<SubshellFrame>(process, { of: 'subshell', inner });
  }
  const { inner } = frame;
  const status = yield* shell.runner.finish(inner, body);
  shell.jobs.push(...inner.jobs);
  end(process, frame);
  return status;
}
