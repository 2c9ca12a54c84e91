import { defineCommand } from '../command.ts';

/** `kubectl alpha`: where commands would be that are tried out; there are none in 1.33, and it says so whatever is asked. */
export const alpha = defineCommand({
  name: 'alpha',
  usage: 'alpha',
  short: 'Commands for features in alpha',
  flags: {},
  words: 'raw',
  complete: () => ({}),
  run: async (_options, { err }) => {
    err.line('No alpha commands are available in this version of kubectl');
    return 0;
  },
});
