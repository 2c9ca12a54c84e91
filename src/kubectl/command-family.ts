import { type Command, type CommandEntry, defineCommand, Exit, UsageError } from './command.ts';
import { commandHelp } from './help.ts';

export interface CommandFamily {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly group?: string;
  readonly usage: string;
  readonly short: string;
  readonly long?: string;
  readonly examples?: readonly string[];
  readonly commands: readonly CommandEntry[];
  /** Where the help goes when no subcommand is named; the exit code is 1 all the same, but where that is `right`. */
  readonly helpTo: 'stdout' | 'stderr' | 'right';
}

/** A command that only holds others: `rollout`, `set`, `config`. */
export function commandFamily({ helpTo, ...definition }: CommandFamily): Command {
  const family: Command = defineCommand({
    ...definition,
    flags: {},
    complete: (args, _flags, { path }) => {
      if (args.length > 0 && helpTo !== 'right')
        throw new UsageError(`unknown command ${JSON.stringify(args.join(' '))}`, 'examples');
      return { path };
    },
    run: async ({ path }, { out, err }) => {
      (helpTo === 'stderr' ? err : out).write(commandHelp(family, path));
      if (helpTo !== 'right') throw new Exit(1);
      return 0;
    },
  });
  return family;
}
