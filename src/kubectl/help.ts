import { compareText } from '../machinery/json.ts';
import type { Command, CommandEntry } from './command.ts';
import type { Flag } from './flags.ts';

/** What `kubectl COMMAND --help` prints: description, aliases, examples, nested commands, options, usage. */
export function commandHelp(command: Command, path: string): string {
  const parent = path.slice(0, path.lastIndexOf(' '));
  const program = path.slice(0, path.indexOf(' '));
  const usage = `${parent} ${command.usage}`;
  const flags = Object.values(command.flags).filter(({ hidden }) => hidden !== true);
  const parts = [
    command.long ?? `${command.short}.`,
    command.aliases === undefined ? '' : `Aliases:\n${[command.name, ...command.aliases].join(', ')}`,
    command.examples === undefined
      ? ''
      : `Examples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`,
    command.commands === undefined ? '' : `Available Commands:\n${entryLines(command.commands)}`,
    flags.length === 0 ? '' : `Options:\n${optionLines(flags)}`,
    `Usage:\n  ${usage.includes('[options]') ? usage : `${usage} [options]`}`,
    [
      ...(command.commands === undefined
        ? []
        : [`Use "${path} <command> --help" for more information about a given command.`]),
      `Use "${program} options" for a list of global command-line options (applies to all commands).`,
    ].join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The overview of all commands under their headings. */
export function groupedEntries(entries: readonly Entry[]): string {
  const shown = entries.filter(({ hidden }) => hidden !== true);
  const groups = [...new Set(shown.map(headingOf))];
  const width = widest(shown);
  return groups
    .map((group) => {
      const members = shown.filter((entry) => headingOf(entry) === group);
      return [group, ...members.map((entry) => entryLine(entry, width))].join('\n');
    })
    .join('\n\n');
}

type Entry = Pick<CommandEntry, 'name' | 'group' | 'short' | 'hidden'>;

const headingOf = ({ group }: Entry): string => group ?? 'Other Commands:';

/** Flags by name, each with its default and what it does. */
export function optionLines(flags: readonly Flag<unknown>[]): string {
  return flags
    .toSorted((a, b) => compareText(a.name, b.name))
    .map((flag) => {
      const short = flag.short === undefined ? '' : `-${flag.short}, `;
      return `    ${short}--${flag.name}=${flag.shown}:\n\t${flag.help}\n`;
    })
    .join('\n')
    .trimEnd();
}

function entryLines(entries: readonly CommandEntry[]): string {
  const width = widest(entries);
  return entries
    .filter(({ hidden }) => hidden !== true)
    .toSorted((a, b) => compareText(a.name, b.name))
    .map((entry) => entryLine(entry, width))
    .join('\n');
}

/** cobra's least width of the name column. */
const NAME_WIDTH = 11;

const widest = (entries: readonly Entry[]): number =>
  Math.max(NAME_WIDTH, ...entries.map(({ name }) => name.length));

const entryLine = ({ name, short }: Entry, width: number): string => `  ${name.padEnd(width)}   ${short}`;
