import { type Descriptor, OUT_OF_MEMORY, TEXT_MOST } from '../shell/descriptors.ts';
import { type Keyboard, plainKeyboard } from '../shell/keyboard.ts';
import { Killed, type Machine, type Process } from '../shell/machine.ts';
import { createTerminal } from '../shell/terminal.ts';
import type { Heard } from './history.ts';

const HUNG_UP = 129;

/** Something that a program printed. */
export interface Piece {
  readonly to: 'output' | 'errors';
  readonly text: string;
}

/** What a program reads from and writes to. */
export interface Streams {
  readonly input: Descriptor;
  readonly output: Descriptor;
  readonly errors: Descriptor;
}

/** A program that is talked to from outside, while the scene is played. */
export class Exchange {
  /** What was printed, in the order in which it was. */
  readonly spoken: Piece[] = [];
  process: Process | undefined;
  /** How much of what is recorded has been given to it. */
  heard = 0;
  private readonly keyboard: Keyboard;
  private readonly machine: Machine;
  private readonly isOwnProgram: boolean;
  private readonly changes: () => number;
  private readonly before: number;
  private size = 0;

  private constructor(machine: Machine, keyboard: Keyboard, isOwnProgram: boolean, changes: () => number) {
    this.machine = machine;
    this.changes = changes;
    this.before = changes();
    this.keyboard = keyboard;
    this.isOwnProgram = isOwnProgram;
  }

  /** A command beside the container's own program; `start` runs it with its streams, `changes` tells whether anything is different for it. */
  static of(
    machine: Machine,
    hasTerminal: boolean,
    changes: () => number,
    start: (streams: Streams) => Process,
  ): Exchange {
    if (!hasTerminal) {
      const keyboard = plainKeyboard(machine);
      const exchange = new Exchange(machine, keyboard, false, changes);
      const [output, errors] = [exchange.sink('output'), exchange.sink('errors')];
      exchange.process = start({ input: keyboard.source, output, errors });
      return exchange;
    }
    const terminal = createTerminal(
      machine,
      (text) => exchange.show('output', text),
      (at) => {
        if (exchange.process !== undefined) machine.interrupt(exchange.process, at);
      },
    );
    const exchange: Exchange = new Exchange(machine, terminal, false, changes);
    const { source: input, screen } = terminal;
    exchange.process = start({ input, output: screen, errors: screen });
    return exchange;
  }

  /** The container's own program, which was started with this keyboard. */
  static with(machine: Machine, process: Process | undefined, keyboard: Keyboard): Exchange {
    const exchange = new Exchange(machine, keyboard, true, () => 0);
    exchange.process = process;
    return exchange;
  }

  show(to: Piece['to'], text: string): void {
    this.spoken.push({ to, text });
    this.size += text.length;
    if (this.size > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
  }

  private sink(to: Piece['to']): Descriptor {
    return { rest: '', write: (text) => this.show(to, text) };
  }

  /** Takes in the next of what was said. */
  hear({ text, end }: Heard, at: number): void {
    this.heard++;
    if (text !== undefined) this.keyboard.type(text, at);
    // Who leaves the container's own program lets it go on; what he read from is the container's matter.
    if (end === 'closed') this.keyboard.close(at);
    if (end !== 'gone' || this.isOwnProgram || this.process === undefined) return;
    this.machine.kill(this.process, HUNG_UP, at);
  }

  /** Whether anything in the container is different since it began. */
  hasLeftTraces(): boolean {
    return this.changes() !== this.before;
  }

  /** Nothing more comes of it unless something is said. */
  isIdle(): boolean {
    return this.process === undefined || this.process.status !== undefined || this.keyboard.isAwaited();
  }
}
