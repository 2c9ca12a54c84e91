import type { Container } from '../kinds/core/pod/types.ts';
import type { Descriptor } from '../shell/descriptors.ts';
import { type Keyboard, PlainKeyboard } from '../shell/keyboard.ts';
import type { Machine } from '../shell/machine.ts';
import type { Process } from '../shell/process.ts';
import { type Sitter, Terminal } from '../shell/terminal.ts';
import { type LogLines, LogSink } from './log-lines.ts';

/** What a program reads from and writes to. */
export interface Streams {
  readonly input: Descriptor;
  readonly output: Descriptor;
  readonly errors: Descriptor;
}

/** The terminal of a container's own program: what it shows is the log. */
export class Console implements Sitter {
  process: Process | undefined = undefined;
  private readonly machine: Machine;
  private readonly log: LogLines;

  constructor(machine: Machine, log: LogLines) {
    this.machine = machine;
    this.log = log;
  }

  show(text: string, at: number): void {
    this.log.write('out', text, at);
  }

  interrupt(at: number): void {
    if (this.process !== undefined) this.machine.interrupt(this.process, at);
  }
}

/** A container that nobody may speak to has nothing to read. */
export function streamsOf(
  machine: Machine,
  { tty, stdin }: Container,
  log: LogLines,
): { readonly keyboard: Keyboard; readonly streams: Streams; readonly sitter?: Console } {
  if (tty !== true) {
    const keyboard = new PlainKeyboard(machine);
    if (stdin !== true) keyboard.close(machine.now);
    const { source: input } = keyboard;
    return {
      keyboard,
      streams: { input, output: new LogSink(log, 'out'), errors: new LogSink(log, 'err') },
    };
  }
  const sitter = new Console(machine, log);
  const terminal = new Terminal(machine, sitter);
  if (stdin !== true) terminal.close(machine.now);
  const { source: input, screen } = terminal;
  return { keyboard: terminal, sitter, streams: { input, output: screen, errors: screen } };
}
