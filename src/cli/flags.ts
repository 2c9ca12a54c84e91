import { text } from '../kubectl/flags.ts';

/** Flags that every command of `sim` takes beside kubectl's own. */
export const ourFlags = {
  state: text('state', { help: 'The state file of the cluster (also SIM_STATE).' }),
};
