import {
  type Command,
  type CommandEntry,
  Exit,
  type Surroundings,
  UsageError,
  type Writer,
} from './command.ts';
import type { Flag, Flags } from './flags.ts';
import { type Programs, pluginCommand } from './plugins.ts';
import { didYouMean } from './suggestions.ts';

/** Where a command is looked for: among those of a program, and on PATH. */
export interface Callable extends Surroundings, Programs {
  /** The word messages use. */
  readonly name: string;
  readonly err: Writer;
}

/** The called command, and the words after its name. */
export interface Call {
  readonly command: Command;
  readonly path: string;
  readonly argv: readonly string[];
}

/** What a command line calls: a command, a plug-in with its arguments, or the help of a command. */
export type Called = Call | { readonly start: readonly string[] } | { readonly topic: readonly string[] };

/** Finds what is called; undefined where no command is named. */
export async function find(argv: readonly string[], program: Callable): Promise<Called | undefined> {
  const globals = Object.values(program.globals);
  const at = firstWord(argv, globals);
  const word = at === undefined ? undefined : argv[at];
  if (at === undefined || word === undefined) return undefined;
  const entry = lookup(program.entries, word);
  if (entry === undefined) {
    if (word === 'help') return { topic: argv.slice(at + 1).filter((one) => !one.startsWith('-')) };
    const start = plugin(argv, 1, program);
    if (start !== undefined) return { start };
    throw new UsageError(
      `unknown command ${JSON.stringify(word)} for ${JSON.stringify(program.name)}${didYouMean(word, program.entries)}`,
    );
  }
  let call = await called(entry, program.name, argv.toSpliced(at, 1));
  for (let next = await nested(call, globals); next !== undefined; next = await nested(call, globals))
    call = next;
  const [next = '-'] = call.argv;
  if (call.command.plugins !== 'below' || next.startsWith('-') || !areTakenBelow(program)) return call;
  const start = plugin(argv, argv.length - call.argv.length + 1, program);
  return start === undefined ? call : { start };
}

/** The command that words name, whatever follows its name. */
export async function commandAt(
  words: readonly string[],
  { entries, name }: Pick<Callable, 'entries' | 'name'>,
): Promise<Call | undefined> {
  const entry = lookup(entries, words[0] ?? '');
  if (entry === undefined) return undefined;
  let call = await called(entry, name, words.slice(1));
  for (let next = await nested(call, []); next !== undefined; next = await nested(call, [])) call = next;
  return call;
}

export function lookup(entries: readonly CommandEntry[], word: string): CommandEntry | undefined {
  return entries.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
}

async function called(entry: CommandEntry, program: string, argv: readonly string[]): Promise<Call> {
  return { command: await entry.load(), path: `${entry.program ?? program} ${entry.name}`, argv };
}

/** A user may say that plug-ins take no names below commands. */
const areTakenBelow = ({ environment }: Callable): boolean =>
  environment['KUBECTL_ENABLE_CMD_SHADOW']?.toLowerCase() !== 'false';

function plugin(argv: readonly string[], least: number, program: Callable): readonly string[] | undefined {
  const [first = ''] = argv;
  if (!first.startsWith('-')) return pluginCommand(argv, least, program);
  program.err.line(`Error: flags cannot be placed before plugin name: ${first}`);
  throw new Exit(1);
}

async function nested(call: Call, globals: readonly Flag<unknown>[]): Promise<Call | undefined> {
  const entries = call.command.commands;
  if (entries === undefined) return undefined;
  const at = firstWord(call.argv, [...globals, ...Object.values(call.command.flags)]);
  const entry = at === undefined ? undefined : lookup(entries, call.argv[at] ?? '');
  if (at === undefined || entry === undefined) return undefined;
  return called(entry, call.path, call.argv.toSpliced(at, 1));
}

/** Where the first word that is no flag and no flag's value stands. An unknown flag is taken to have a value, as cobra does. */
function firstWord(argv: readonly string[], flags: readonly Flag<unknown>[]): number | undefined {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') return undefined;
    if (takesNext(word, flags)) at++;
    else if (word !== '' && !word.startsWith('-')) return at;
  }
  return undefined;
}

function takesNext(word: string, flags: readonly Flag<unknown>[]): boolean {
  if (!word.startsWith('-') || word.includes('=')) return false;
  if (word.startsWith('--')) {
    if (word === '--help') return false;
    return flags.find(({ name }) => name === word.slice(2))?.alone === undefined;
  }
  if (word.length !== 2 || word === '-h') return false;
  return flags.find(({ short }) => short === word.slice(1))?.alone === undefined;
}

/** Flags in name order; a command's own flag hides a global one of the same name. */
export function effectiveFlags(globals: Flags, own: Flags): readonly Flag<unknown>[] {
  const table = new Map([...Object.values(globals), ...Object.values(own)].map((flag) => [flag.name, flag]));
  return [...table.values()];
}
