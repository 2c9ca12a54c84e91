import { parseLine } from '../arguments.ts';
import type { CommandEntry, Files } from '../command.ts';
import { asError } from '../errors.ts';
import { type Call, type Callable, commandAt, effectiveFlags, lookup } from '../find.ts';
import { type Flag, text } from '../flags.ts';
import {
  type Alias,
  type FlagDefault,
  type Override,
  type Preference,
  readPreference,
  refuseNames,
} from './file.ts';
import { isGiven } from './given.ts';

/** A command line with what its user prefers. */
export interface Preferred {
  readonly argv: readonly string[];
  /** The commands there are, the alias that was called among them. */
  readonly entries: readonly CommandEntry[];
  /** Flags to begin with. */
  readonly flags: readonly string[];
}

interface Aliased extends Preferred {
  /** The alias that was called. */
  readonly alias?: string;
}

/** What preferences are read with, and applied to. */
interface Preferring extends Callable {
  readonly files: Callable['files'] & Pick<Files, 'read'>;
}

/** There only where preferences are wanted. */
export const kubercFlag = text('kuberc', { help: 'The file with preferences.' });

const OFF = 'disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive';

/** Reads `~/.kube/kuberc`, or the file that `--kuberc` names (alpha in kubectl 1.33). Throws what is wrong with it. */
export async function withPreferences(argv: readonly string[], program: Preferring): Promise<Preferred> {
  const { environment, entries } = program;
  const plain: Preferred = { argv, entries, flags: [] };
  if (argv.length === 0) return plain;
  const named = namedFile(argv);
  if (environment['KUBERC'] === 'off') {
    if (named === '') return plain;
    throw new Error(`kuberc error ${OFF}`);
  }
  const path = named || `${environment['HOME'] ?? ''}/.kube/kuberc`;
  const preference = read({ path, isNamed: named !== '' }, program);
  if (preference === undefined) return plain;
  refuseNames(preference);
  const aliased = await withAlias(argv, preference, program);
  const overrides = await overridesFor(aliased, preference, { ...program, entries: aliased.entries });
  return { ...aliased, flags: [...aliased.flags, ...overrides] };
}

function read(place: { readonly path: string; readonly isNamed: boolean }, { files, err }: Preferring) {
  try {
    return readPreference(place, files, err);
  } catch (error) {
    throw new Error(`kuberc error ${asError(error).message}`);
  }
}

/** What `--kuberc` says; it is looked for before any command is known. */
function namedFile(argv: readonly string[]): string {
  for (const [at, word] of argv.entries()) {
    if (word === '--') break;
    const isAlone = word === '--kuberc';
    if (!isAlone && !word.includes('--kuberc=')) continue;
    const path = isAlone ? argv[at + 1] : word.split('=')[1];
    if (path === undefined || (!isAlone && path === '')) throw new Error('kuberc file is not found');
    return path;
  }
  return '';
}

const firstOf = (argv: readonly string[]): number => argv.findIndex((word) => !word.startsWith('-'));

async function withAlias(
  argv: readonly string[],
  { aliases }: Preference,
  program: Callable,
): Promise<Aliased> {
  const { entries } = program;
  const plain = { argv, entries, flags: [] };
  const at = firstOf(argv);
  const name = argv[at];
  const alias = aliases.find((one) => one.name === name);
  if (name === undefined || lookup(entries, name) !== undefined || alias === undefined) return plain;
  const words = alias.command.split(/\s+/).filter((word) => word !== '');
  const call = await commandAt(words, program);
  if (call === undefined)
    throw new Error(
      `command ${JSON.stringify(alias.command)} not found to set alias ${JSON.stringify(name)}: [${words.join(' ')}]`,
    );
  const table = effectiveFlags(program.globals, call.command.flags);
  const flags = flagsOf(alias.flags, table, argv, {
    unknown: (flag) => `invalid alias flag ${flag} in alias ${program.name}`,
    refused: (flag, value, why) =>
      `could not apply value ${value} to flag ${flag} in alias ${program.name} err: ${why}`,
  });
  return {
    argv: [...argv.slice(0, at + 1), ...alias.prependArgs, ...argv.slice(at + 1), ...alias.appendArgs],
    entries: [...entries, entryOf(alias, call)],
    flags,
    alias: name,
  };
}

const entryOf = ({ name }: Alias, { command }: Call): CommandEntry => ({
  name,
  short: command.short,
  hidden: true,
  load: async () => command,
});

async function overridesFor(
  { argv, alias }: Aliased,
  { overrides }: Preference,
  program: Callable,
): Promise<readonly string[]> {
  const words = argv.slice(Math.max(0, firstOf(argv)));
  const called = await commandAt(words, program);
  if (called === undefined) return [];
  const found: string[] = [];
  for (const override of overrides) {
    const call = await commandAt(override.command.split(/\s+/), program);
    if (call === undefined) {
      program.err.line(
        `Warning: command ${JSON.stringify(override.command)} not found to set kuberc override`,
      );
      continue;
    }
    if (lastWord(call) !== lastWord(called)) continue;
    if (alias !== undefined) throw new Error(`alias ${alias} can not be overridden`);
    found.push(...overriddenFlags(override, called, argv, program));
  }
  return found;
}

const lastWord = ({ path }: Call): string => path.slice(path.lastIndexOf(' ') + 1);

function overriddenFlags(
  { command, flags }: Override,
  called: Call,
  argv: readonly string[],
  { globals }: Callable,
): readonly string[] {
  return flagsOf(flags, effectiveFlags(globals, called.command.flags), argv, {
    unknown: (flag) => `invalid flag ${flag} for command ${command}`,
    refused: (flag, value, why) =>
      `could not apply override value ${value} to flag ${flag} in command ${command} err: ${why}`,
  });
}

interface Words {
  readonly unknown: (flag: string) => string;
  readonly refused: (flag: string, value: string, why: string) => string;
}

/** The defaults of those flags that were not given. */
function flagsOf(
  wishes: readonly FlagDefault[],
  table: readonly Flag<unknown>[],
  argv: readonly string[],
  { unknown, refused }: Words,
): readonly string[] {
  return wishes.flatMap(({ name, default: value }) => {
    const flag = table.find((one) => one.name === name);
    if (flag === undefined) throw new Error(unknown(name));
    const isShort = table.some(({ short }) => short === flag.short);
    if (isGiven(flag, argv, isShort)) return [];
    const word = `--${name}=${value}`;
    try {
      parseLine([flag], [word]);
    } catch (error) {
      throw new Error(refused(name, value, asError(error).message));
    }
    return [word];
  });
}
