import { commands } from '../kubectl/commands/index.ts';
import { groupedEntries } from '../kubectl/help.ts';
import { ourEntries } from './commands/index.ts';

/** What `sim` prints when no command is named: our own words. */
export function overviewText(): string {
  return [
    'sim runs a whole Kubernetes control plane from one state file: type sim where you would type kubectl.\n',
    `${groupedEntries([...commands, ...ourEntries])}\n`,
    'Usage:\n  sim [command] [TYPE] [NAME] [flags]\n',
    'Use "sim <command> --help" for more about a command.\n',
  ].join('\n');
}
