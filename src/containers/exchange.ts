import { type Descriptor, OUT_OF_MEMORY, TEXT_MOST } from '../shell/descriptors.ts';
import { type Keyboard, PlainKeyboard } from '../shell/keyboard.ts';
import { Killed, type Machine } from '../shell/machine.ts';
import type { Process } from '../shell/process.ts';
import { type Sitter, Terminal } from '../shell/terminal.ts';
import type { Heard } from './history.ts';
import { changesIn, type Performance } from './performance.ts';
import type { Streams } from './streams.ts';

const HUNG_UP = 129;

/** Something that a program printed. */
export interface Piece {
  readonly to: 'output' | 'errors';
  readonly text: string;
}

/** A program that is talked to from outside, while the scene is played. */
export class Exchange implements Sitter {
  /** What was printed, in the order in which it was. */
  readonly spoken: Piece[] = [];
  process: Process | undefined;
  /** How much of what is recorded has been given to it. */
  heard = 0;
  private readonly machine: Machine;
  private readonly performance: Performance;
  private readonly isOwnProgram: boolean;
  private readonly before: number;
  private keyboard: Keyboard;
  private size = 0;

  /** The container's own program, which was started with its keyboard. */
  constructor(machine: Machine, performance: Performance, isOwnProgram = true) {
    this.machine = machine;
    this.performance = performance;
    this.isOwnProgram = isOwnProgram;
    this.before = changesIn(performance);
    this.keyboard = performance.keyboard;
    this.process = performance.process;
  }

  /** A command beside the container's own program; `start` runs it with its streams. */
  static of(
    machine: Machine,
    performance: Performance,
    hasTerminal: boolean,
    start: (streams: Streams) => Process,
  ): Exchange {
    const exchange = new Exchange(machine, performance, false);
    if (hasTerminal) {
      const terminal = new Terminal(machine, exchange);
      const { source: input, screen } = terminal;
      exchange.keyboard = terminal;
      exchange.process = start({ input, output: screen, errors: screen });
    } else {
      exchange.keyboard = new PlainKeyboard(machine);
      const { source: input } = exchange.keyboard;
      const [output, errors] = [new Ear(exchange, 'output'), new Ear(exchange, 'errors')];
      exchange.process = start({ input, output, errors });
    }
    return exchange;
  }

  speak(to: Piece['to'], text: string): void {
    this.spoken.push({ to, text });
    this.size += text.length;
    if (this.size > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
  }

  show(text: string): void {
    this.speak('output', text);
  }

  interrupt(at: number): void {
    if (this.process !== undefined) this.machine.interrupt(this.process, at);
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
    return !this.isOwnProgram && changesIn(this.performance) !== this.before;
  }

  /** Nothing more comes of it unless something is said. */
  isIdle(): boolean {
    return this.process === undefined || this.process.status !== undefined || this.keyboard.isAwaited();
  }
}

/** Hears one of the streams of a program. */
export class Ear implements Descriptor {
  rest = '';
  private readonly exchange: Exchange;
  private readonly to: Piece['to'];

  constructor(exchange: Exchange, to: Piece['to']) {
    this.exchange = exchange;
    this.to = to;
  }

  write(text: string): void {
    this.exchange.speak(this.to, text);
  }
}
