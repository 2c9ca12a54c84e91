import type { Descriptor } from './descriptors.ts';
import { type Keyboard, plainKeyboard } from './keyboard.ts';
import type { Machine, Process } from './machine.ts';

export interface Terminal extends Keyboard {
  /** What programs write to. */
  readonly screen: Descriptor;
}

const INTERRUPT = '\x03';
const END = '\x04';
const ERASE = /^[\b\x7f]$/;
const KILL_LINE = '\x15';
/** Arrow keys and their kin: nobody here edits a line. */
const SEQUENCE = /^\x1b(?:[[O][0-9;]*[ -~]?)?/;

/**
 * A terminal as the kernel keeps it (termios, cooked): what is typed is shown, and read when the line is whole; `interrupt`
 * is called for ctrl-C.
 */
export function createTerminal(
  machine: Machine,
  show: (text: string, at: number) => void,
  interrupt: (at: number) => void,
): Terminal {
  const keys = plainKeyboard(machine);
  let line = '';
  const echo = (text: string, at: number): void => show(text.replaceAll('\n', '\r\n'), at);
  const press = (sign: string, at: number): void => {
    if (sign === INTERRUPT) {
      line = '';
      echo('^C', at);
      interrupt(at);
    } else if (sign === END) {
      if (line === '') keys.close(at);
      else keys.type(line, at);
      line = '';
    } else if (ERASE.test(sign)) {
      if (line !== '') echo('\b \b', at);
      line = [...line].slice(0, -1).join('');
    } else if (sign === KILL_LINE) {
      echo('\b \b'.repeat([...line].length), at);
      line = '';
    } else {
      line += sign;
      echo(sign, at);
      if (sign !== '\n') return;
      keys.type(line, at);
      line = '';
    }
  };
  return {
    source: Object.assign(keys.source, { isTerminal: true as const }),
    screen: {
      rest: '',
      isTerminal: true,
      write: (text: string, process: Process) => echo(text, process.time),
    },
    isAwaited: keys.isAwaited,
    type: (text, at) => {
      for (let left = text.replaceAll('\r', '\n'); left !== ''; ) {
        const sequence = SEQUENCE.exec(left)?.[0];
        const sign = sequence ?? (String.fromCodePoint(left.codePointAt(0) as number) as string);
        if (sequence === undefined) press(sign, at);
        left = left.slice(sign.length);
      }
    },
    close: keys.close,
  };
}
