import type { Session } from '../../cluster/session.ts';
import type { Command, CommandEntry } from '../../kubectl/command.ts';
import type { Host } from '../host.ts';

/** What our own commands reach beside kubectl's context. */
export interface Ours {
  readonly host: Host;
  /** Opens the state, making it when there is none. */
  readonly session: () => Session;
  readonly statePath: () => string;
}

/** A command of ours in the list: like kubectl's, made with what it reaches. */
interface OurEntry extends Omit<CommandEntry, 'load'> {
  readonly load: (ours: Ours) => Promise<Command>;
}

const GROUP = 'Simulation Commands:';

/** The commands kubectl does not have. */
export const ourEntries: readonly OurEntry[] = [
  {
    name: 'clock',
    group: GROUP,
    short: "Show the cluster's time, or let it pass",
    load: async (ours) => (await import('./clock.ts')).clock(ours),
  },
  {
    name: 'cluster',
    group: GROUP,
    short: 'Create, list and delete clusters',
    load: async (ours) => (await import('./cluster.ts')).cluster(ours),
  },
];

export function ourCommands(ours: Ours): readonly CommandEntry[] {
  return ourEntries.map((entry) => ({ ...entry, load: () => entry.load(ours) }));
}
