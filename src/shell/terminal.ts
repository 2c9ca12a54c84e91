import type { Descriptor, PipeSource } from './descriptors.ts';
import { type Keyboard, PlainKeyboard } from './keyboard.ts';
import type { Machine } from './machine.ts';
import type { Process } from './process.ts';

/** Who sits at a terminal. */
export interface Sitter {
  show(text: string, at: number): void;
  /** Control and C were pressed. */
  interrupt(at: number): void;
}

const INTERRUPT = '\x03';
const END = '\x04';
const ERASE = /^[\b\x7f]$/;
const KILL_LINE = '\x15';
/** Arrow keys and their kin: nobody here edits a line. */
const SEQUENCE = /^\x1b(?:[[O][0-9;]*[ -~]?)?/;

/** What programs write to. */
export class Screen implements Descriptor {
  rest = '';
  readonly isTerminal = true;
  private readonly sitter: Sitter;

  constructor(sitter: Sitter) {
    this.sitter = sitter;
  }

  write(text: string, { time }: Process): void {
    echo(this.sitter, text, time);
  }
}

const echo = (sitter: Sitter, text: string, at: number): void =>
  sitter.show(text.replaceAll('\n', '\r\n'), at);

/** A terminal as the kernel keeps it (termios, cooked): what is typed is shown, and read when the line is whole. */
export class Terminal implements Keyboard {
  readonly screen: Screen;
  readonly source: PipeSource;
  private readonly keys: PlainKeyboard;
  private readonly sitter: Sitter;
  private line = '';

  constructor(machine: Machine, sitter: Sitter) {
    this.sitter = sitter;
    this.screen = new Screen(sitter);
    this.keys = new PlainKeyboard(machine);
    this.source = Object.assign(this.keys.source, { isTerminal: true as const });
  }

  isAwaited(): boolean {
    return this.keys.isAwaited();
  }

  type(text: string, at: number): void {
    for (let left = text.replaceAll('\r', '\n'); left !== ''; ) {
      const sequence = SEQUENCE.exec(left)?.[0];
      const sign = sequence ?? (String.fromCodePoint(left.codePointAt(0) as number) as string);
      if (sequence === undefined) this.press(sign, at);
      left = left.slice(sign.length);
    }
  }

  close(at: number): void {
    this.keys.close(at);
  }

  private press(sign: string, at: number): void {
    const { keys, line, sitter } = this;
    if (sign === INTERRUPT) {
      this.line = '';
      echo(sitter, '^C', at);
      sitter.interrupt(at);
    } else if (sign === END) {
      if (line === '') keys.close(at);
      else keys.type(line, at);
      this.line = '';
    } else if (ERASE.test(sign)) {
      if (line !== '') echo(sitter, '\b \b', at);
      this.line = [...line].slice(0, -1).join('');
    } else if (sign === KILL_LINE) {
      echo(sitter, '\b \b'.repeat([...line].length), at);
      this.line = '';
    } else {
      this.line += sign;
      echo(sitter, sign, at);
      if (sign !== '\n') return;
      keys.type(this.line, at);
      this.line = '';
    }
  }
}
