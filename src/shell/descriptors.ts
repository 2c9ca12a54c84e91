import type { File } from './entries.ts';
import { FileProblem, type FileSystem } from './file-system.ts';
import { Killed, type Machine, type Pause, type Process, type Waitable } from './machine.ts';

/** Where a process writes to or reads from. Copies of a descriptor share it. */
export interface Descriptor {
  write?(text: string, process: Process): void;
  /** The next text there is; undefined at the end; something to wait for while there is none yet. */
  pull?(): string | Waitable | undefined;
  /** What was taken and not used. */
  rest: string;
  readonly pipe?: Pipe;
  /** Somebody sits there: shells show prompts. */
  readonly isTerminal?: true;
}

/** Nothing comes out, everything may go in. */
export const nowhere: Descriptor = { rest: '', write: () => {}, pull: () => undefined };

/** Gives a text to read. */
export function textSource(text: string): Descriptor {
  let left: string | undefined = text;
  return {
    rest: '',
    pull: () => {
      const taken = left;
      left = undefined;
      return taken === '' ? undefined : taken;
    },
  };
}

/** Longest text that a command substitution, a variable or a pipe may hold: more is more memory than there is. */
export const TEXT_MOST = 16 * 1024 * 1024;
export const OUT_OF_MEMORY = 137;

export interface TextSink extends Descriptor {
  text: string;
}

/** Collects what is written. */
export function textSink(): TextSink {
  const sink: TextSink = {
    rest: '',
    text: '',
    write: (text) => {
      sink.text += text;
      if (sink.text.length > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
    },
  };
  return sink;
}

export function fileSource(node: File): Descriptor {
  let place = 0;
  return {
    rest: '',
    pull: () => {
      if (place >= node.text.length) return undefined;
      const text = node.text.slice(place);
      place = node.text.length;
      return text;
    },
  };
}

export const fileSink = (files: FileSystem, node: File): Descriptor => ({
  rest: '',
  write: (text, process) => files.append(node, text, process.time),
});

/** What one process writes and another reads. */
export interface Pipe extends Waitable {
  text: string;
  writers: number;
  readers: number;
}

/** From here on a writer waits for its reader. */
const FULL = 64 * 1024;
const BROKEN_PIPE = 141;

export const createPipe = (): Pipe => ({ text: '', writers: 0, readers: 0, waiting: [] });

export const isFull = (pipe: Pipe): boolean => pipe.text.length > FULL && pipe.readers > 0;

export function pipeSink(pipe: Pipe, machine: Machine): Descriptor {
  return {
    rest: '',
    pipe,
    write: (text, process) => {
      if (pipe.readers === 0) throw new Killed(BROKEN_PIPE);
      pipe.text += text;
      if (pipe.text.length > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
      machine.notify(pipe, process.time);
    },
  };
}

export function pipeSource(pipe: Pipe, machine: Machine): Descriptor {
  return {
    rest: '',
    pipe,
    pull: () => {
      if (pipe.text === '') return pipe.writers > 0 ? pipe : undefined;
      const { text } = pipe;
      pipe.text = '';
      machine.notify(pipe, machine.now);
      return text;
    },
  };
}

/** Everything up to the end. */
export function* readAll(source: Descriptor | undefined): Generator<Pause, string, void> {
  if (source?.pull === undefined) throw new FileProblem('Bad file descriptor');
  let text = source.rest;
  source.rest = '';
  for (;;) {
    const more = source.pull();
    if (more === undefined) return text;
    if (typeof more === 'string') text += more;
    else yield more;
    if (text.length > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
  }
}

/** The next line with its end; undefined when there is nothing more. */
export function* readLine(source: Descriptor | undefined): Generator<Pause, string | undefined, void> {
  if (source?.pull === undefined) throw new FileProblem('Bad file descriptor');
  for (;;) {
    const end = source.rest.indexOf('\n');
    if (end >= 0) {
      const line = source.rest.slice(0, end + 1);
      source.rest = source.rest.slice(end + 1);
      return line;
    }
    const more = source.pull();
    if (more === undefined) break;
    if (typeof more === 'string') source.rest += more;
    else yield more;
  }
  const line = source.rest;
  source.rest = '';
  return line === '' ? undefined : line;
}
