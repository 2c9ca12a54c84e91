import { createPipe, type Descriptor, PipeSource } from './descriptors.ts';
import type { Machine } from './machine.ts';

/** What somebody outside gives to a program to read, as it comes. */
export interface Keyboard {
  /** What the program reads from. */
  readonly source: Descriptor;
  /** Whether somebody reads, and there is nothing. */
  isAwaited(): boolean;
  type(text: string, at: number): void;
  /** There is nothing more to come. */
  close(at: number): void;
}

/** Who talks without a terminal: what comes is what is read. */
export class PlainKeyboard implements Keyboard {
  readonly source: PipeSource;
  private readonly machine: Machine;

  constructor(machine: Machine) {
    const pipe = createPipe();
    pipe.writers = 1;
    pipe.readers = 1;
    this.machine = machine;
    this.source = new PipeSource(pipe, machine);
  }

  isAwaited(): boolean {
    const { text, waiting } = this.source.pipe;
    return text === '' && waiting.some(({ status }) => status === undefined);
  }

  type(text: string, at: number): void {
    const { pipe } = this.source;
    pipe.text += text;
    this.machine.notify(pipe, at);
  }

  close(at: number): void {
    const { pipe } = this.source;
    pipe.writers = 0;
    this.machine.notify(pipe, at);
  }
}
