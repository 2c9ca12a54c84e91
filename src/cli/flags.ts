import { text } from '../kubectl/flags.ts';

/** Flags that every command of `sim` takes beside kubectl's own. */
export const ourFlags = {
  hints: text('hints', {
    default: 'auto',
    alone: 'always',
    help: 'One line about how to go on, on stderr: always, never, or on a terminal (auto).',
  }),
  state: text('state', { help: 'The state file of the cluster (also SIM_STATE).' }),
};
