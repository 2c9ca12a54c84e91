import { defineCommand } from '../command.ts';
import { optionLines } from '../help.ts';

/** `kubectl options`. */
export const options = defineCommand({
  name: 'options',
  usage: 'options',
  short: 'Print the list of flags inherited by all commands',
  examples: ['# The flags that every command takes', 'kubectl options'],
  flags: {},
  complete: (_args, _given, { program }) => Object.values(program.globals),
  run: async (flags, { out }) => {
    out.write(`The following options can be passed to any command:\n\n${optionLines(flags)}\n\n`);
    return 0;
  },
});
