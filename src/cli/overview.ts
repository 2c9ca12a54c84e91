import { commands } from '../kubectl/commands/index.ts';
import { ourEntries } from './commands/index.ts';

const OURS = 'Simulation Commands:';

/** What `sim` prints when no command is named: our own words. */
export function overviewText(): string {
  const groups = new Map<string, string[]>();
  for (const { name, group, short, hidden } of [...commands, ...ourEntries]) {
    if (hidden) continue;
    const heading = group ?? (ourEntries.some((entry) => entry.name === name) ? OURS : 'Other Commands:');
    const rows = groups.get(heading) ?? [];
    rows.push(`  ${name.padEnd(15)} ${short}`);
    groups.set(heading, rows);
  }
  const sections = [...groups].map(([heading, rows]) => `${heading}\n${rows.join('\n')}\n`);
  return [
    'sim runs a whole Kubernetes control plane from one state file: type sim where you would type kubectl.\n',
    ...sections,
    'Usage:\n  sim [command] [TYPE] [NAME] [flags]\n',
    'Use "sim <command> --help" for more about a command.\n',
  ].join('\n');
}
