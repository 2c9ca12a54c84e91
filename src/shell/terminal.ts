import { createPipe, type Descriptor } from './descriptors.ts';
import type { Keyboard } from './keyboard.ts';
import type { Machine } from './machine.ts';
import type { Process, Waitable } from './process.ts';

/** Who sits at a terminal. */
export interface Sitter {
  show(text: string, at: number): void;
  /** Control and C were pressed. */
  interrupt(at: number): void;
}

const INTERRUPT = '\x03';
const END = '\x04';
const ERASE = /^[\b\x7f]$/;
const ERASE_WORD = '\x17';
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

/** Gives one line a read. A line without anything is the end for whoever reads it, and for nobody after him. */
export class LineSource implements Descriptor {
  rest = '';
  hasEnded = false;
  readonly isTerminal = true;
  readonly pipe = createPipe();
  private readonly machine: Machine;
  private readonly lines: string[] = [];

  constructor(machine: Machine) {
    this.machine = machine;
    this.pipe.writers = 1;
    this.pipe.readers = 1;
  }

  pull(): string | Waitable | undefined {
    const next = this.lines.shift();
    if (next === undefined) return this.pipe.writers > 0 ? this.pipe : undefined;
    return next === '' ? undefined : next;
  }

  isAwaited(): boolean {
    return this.lines.length === 0 && this.pipe.waiting.some(({ status }) => status === undefined);
  }

  give(line: string, at: number): void {
    this.lines.push(line);
    this.machine.notify(this.pipe, at);
  }

  /** What nobody has read yet is gone. */
  forget(): void {
    this.lines.splice(0);
  }

  /** Nobody types any more. */
  close(at: number): void {
    this.pipe.writers = 0;
    this.machine.notify(this.pipe, at);
  }
}

/** A terminal as the kernel keeps it (termios, cooked): what is typed is shown, and read when the line is whole. */
export class Terminal implements Keyboard {
  readonly screen: Screen;
  readonly source: LineSource;
  private readonly sitter: Sitter;
  private line = '';

  constructor(machine: Machine, sitter: Sitter) {
    this.sitter = sitter;
    this.screen = new Screen(sitter);
    this.source = new LineSource(machine);
  }

  isAwaited(): boolean {
    return this.source.isAwaited();
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
    this.source.close(at);
  }

  private press(sign: string, at: number): void {
    const { line, sitter, source } = this;
    if (sign === INTERRUPT) {
      this.line = '';
      source.forget();
      echo(sitter, '^C', at);
      sitter.interrupt(at);
    } else if (sign === END) this.give('', at);
    else if (ERASE.test(sign)) this.erase([...line].slice(0, -1).join(''), at);
    else if (sign === ERASE_WORD) this.erase(line.replace(/\S*\s*$/, ''), at);
    else if (sign === KILL_LINE) this.erase('', at);
    else {
      echo(sitter, sign, at);
      if (sign === '\n') this.give(sign, at);
      else this.line += sign;
    }
  }

  private give(end: string, at: number): void {
    this.source.give(this.line + end, at);
    this.line = '';
  }

  private erase(kept: string, at: number): void {
    echo(this.sitter, '\b \b'.repeat([...this.line].length - [...kept].length), at);
    this.line = kept;
  }
}
