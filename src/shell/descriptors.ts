import type { File } from './entries.ts';
import { FileProblem, type FileSystem } from './file-system.ts';
import { Killed, type Machine } from './machine.ts';
import type { Pause, Process, Waitable } from './process.ts';

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
  /** He said that there is no more of a line that had begun: whoever reads on is told so, once. */
  hasEnded?: boolean;
}

/** Nothing comes out, everything may go in. */
export const nowhere: Descriptor = { rest: '', write: () => {}, pull: () => undefined };

/** Gives a text to read. */
export class TextSource implements Descriptor {
  rest = '';
  private left: string | undefined;

  constructor(text: string) {
    this.left = text;
  }

  pull(): string | undefined {
    const taken = this.left;
    this.left = undefined;
    return taken === '' ? undefined : taken;
  }
}

/** Longest text that a command substitution, a variable or a pipe may hold: more is more memory than there is. */
export const TEXT_MOST = 16 * 1024 * 1024;
export const OUT_OF_MEMORY = 137;

/** Collects what is written. */
export class TextSink implements Descriptor {
  rest = '';
  text = '';

  write(text: string): void {
    this.text += text;
    if (this.text.length > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
  }
}

export class FileSource implements Descriptor {
  rest = '';
  private readonly node: File;
  private place = 0;

  constructor(node: File) {
    this.node = node;
  }

  pull(): string | undefined {
    const { node, place } = this;
    if (place >= node.text.length) return undefined;
    this.place = node.text.length;
    return node.text.slice(place);
  }
}

/** Writes at the end of a file, or where it is itself: two who write to one file from its start write over each other. */
export class FileSink implements Descriptor {
  rest = '';
  private readonly files: FileSystem;
  private readonly node: File;
  private readonly mode: 'append' | 'truncate';
  private place = 0;

  constructor(files: FileSystem, node: File, mode: 'append' | 'truncate') {
    this.files = files;
    this.node = node;
    this.mode = mode;
  }

  write(text: string, { time }: Process): void {
    if (this.mode === 'append') this.files.append(this.node, text, time);
    else this.place = this.files.writeAt(this.node, this.place, text, time);
  }
}

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

export class PipeSink implements Descriptor {
  rest = '';
  readonly pipe: Pipe;
  private readonly machine: Machine;

  constructor(pipe: Pipe, machine: Machine) {
    this.pipe = pipe;
    this.machine = machine;
  }

  write(text: string, { time }: Process): void {
    const { pipe } = this;
    if (pipe.readers === 0) throw new Killed(BROKEN_PIPE);
    pipe.text += text;
    if (pipe.text.length > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
    this.machine.notify(pipe, time);
  }
}

export class PipeSource implements Descriptor {
  rest = '';
  readonly pipe: Pipe;
  private readonly machine: Machine;

  constructor(pipe: Pipe, machine: Machine) {
    this.pipe = pipe;
    this.machine = machine;
  }

  pull(): string | Waitable | undefined {
    const { pipe, machine } = this;
    if (pipe.text === '') return pipe.writers > 0 ? pipe : undefined;
    const { text } = pipe;
    pipe.text = '';
    machine.notify(pipe, machine.now);
    return text;
  }
}

/** Everything up to the end; what was taken before the end waits in the source. */
export function* readAll(source: Descriptor | undefined): Generator<Pause, string, void> {
  if (source?.pull === undefined) throw new FileProblem('Bad file descriptor');
  for (;;) {
    const more = source.pull();
    if (more === undefined) break;
    if (typeof more === 'string') source.rest += more;
    else yield more;
    if (source.rest.length > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
  }
  const text = source.rest;
  source.rest = '';
  return text;
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
    const more = source.hasEnded === true ? undefined : source.pull();
    if (more === undefined) break;
    if (typeof more === 'string') source.rest += more;
    else yield more;
  }
  const line = source.rest;
  source.rest = '';
  if (source.isTerminal === true) source.hasEnded = line !== '';
  return line === '' ? undefined : line;
}
