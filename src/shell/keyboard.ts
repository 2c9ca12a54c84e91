import { createPipe, type Descriptor, pipeSource } from './descriptors.ts';
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
export function plainKeyboard(machine: Machine): Keyboard {
  const pipe = createPipe();
  pipe.writers = 1;
  pipe.readers = 1;
  return {
    source: pipeSource(pipe, machine),
    isAwaited: () => pipe.text === '' && pipe.waiting.some(({ status }) => status === undefined),
    type: (text, at) => {
      pipe.text += text;
      machine.notify(pipe, at);
    },
    close: (at) => {
      pipe.writers = 0;
      machine.notify(pipe, at);
    },
  };
}
