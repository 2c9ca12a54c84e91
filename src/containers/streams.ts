import type { Container } from '../kinds/core/pod/types.ts';
import { type Keyboard, plainKeyboard } from '../shell/keyboard.ts';
import type { Machine, Process } from '../shell/machine.ts';
import { createTerminal } from '../shell/terminal.ts';
import type { Streams } from './exchange.ts';
import type { LogLines } from './log-lines.ts';

/** A container that nobody may speak to has nothing to read; the log of a terminal is what it shows. */
export function streamsOf(
  machine: Machine,
  container: Container,
  log: LogLines,
  own: () => Process | undefined,
): Streams & { readonly keyboard: Keyboard } {
  if (container.tty !== true) {
    const keyboard = plainKeyboard(machine);
    if (container.stdin !== true) keyboard.close(machine.now);
    const { source: input } = keyboard;
    return { keyboard, input, output: log.sink('out'), errors: log.sink('err') };
  }
  const terminal = createTerminal(
    machine,
    (text, at) => log.write('out', text, at),
    (at) => {
      const process = own();
      if (process !== undefined) machine.interrupt(process, at);
    },
  );
  if (container.stdin !== true) terminal.close(machine.now);
  const { source: input, screen } = terminal;
  return { keyboard: terminal, input, output: screen, errors: screen };
}
