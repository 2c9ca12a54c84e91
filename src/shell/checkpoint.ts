import { graphFrom, graphText, UnwritableError, type Vocabulary } from '../machinery/graph.ts';
import type { Fields } from '../machinery/json.ts';
import { Called } from './commands/waiting.ts';
import { FileSink, FileSource, nowhere, PipeSink, PipeSource, TextSink, TextSource } from './descriptors.ts';
import { FileSystem } from './file-system.ts';
import { runner } from './interpreter.ts';
import { PlainKeyboard } from './keyboard.ts';
import { Machine } from './machine.ts';
import { Forked } from './pipelines.ts';
import { Process } from './process.ts';
import { Shell } from './shell.ts';
import { Started } from './start.ts';

/** All that a machine and its processes are made of. A generator is none of it: it is begun anew and finds its frames. */
const classes: Vocabulary = {
  called: Called,
  'file-sink': FileSink,
  'file-source': FileSource,
  'file-system': FileSystem,
  forked: Forked,
  keyboard: PlainKeyboard,
  machine: Machine,
  'pipe-sink': PipeSink,
  'pipe-source': PipeSource,
  process: { prototype: Process.prototype, without: ['running'], allows: isSavable },
  shell: Shell,
  started: Started,
  'text-sink': TextSink,
  'text-source': TextSource,
};

/** What is the same in every process of ours. */
const constants: Readonly<Record<string, unknown>> = { nowhere, runner };

/** What a room above has to say: its own classes, and what it makes anew, by name. */
export interface Known {
  readonly classes: Vocabulary;
  readonly named: Readonly<Record<string, unknown>>;
}

/** Nobody may be under way in it who cannot be taken up again. */
function isSavable({ status, frames }: Fields): boolean {
  return status !== undefined || (frames as Process['frames']).every(({ isOpaque }) => isOpaque !== true);
}

/**
 * A machine with all that hangs on it, as text; undefined while it cannot be saved. Frames tell where a process stands, so
 * this may be done whenever none of them runs just now.
 */
export function savedText(state: object, known: Known): string | undefined {
  const names = new Map(
    Object.entries({ ...constants, ...known.named }).map(([name, value]) => [value, name]),
  );
  try {
    return graphText(state, { ...classes, ...known.classes }, names);
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    return undefined;
  }
}

/** What `savedText` wrote: its processes go on when the machine runs. */
export function takenUp(text: string, known: Known): unknown {
  const named = { ...constants, ...known.named };
  return graphFrom(text, { ...classes, ...known.classes }, (name) => named[name]);
}
