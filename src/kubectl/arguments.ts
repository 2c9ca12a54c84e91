import { Option, Command as Parser } from 'commander';
import { UsageError } from './command.ts';
import { asError } from './errors.ts';
import { bool, type Flag, type Flags } from './flags.ts';

/** The command line of one command, taken apart. */
export interface Line {
  readonly args: readonly string[];
  /** How many arguments came before `--`. */
  readonly dash: number | undefined;
  /** Parsed values of the flags that were given, by flag name. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly help: boolean;
  /** Each given flag as `--name=value`, in order. */
  readonly flags: readonly string[];
}

const helpFlag = bool('help', { short: 'h' });

/** Takes argv apart by pflag's rules; faults are told in pflag's words, the first one first. */
export function parseLine(flags: readonly Flag<unknown>[], argv: readonly string[]): Line {
  const table = new Map([helpFlag, ...flags].map((flag) => [flag.name, flag]));
  const plain = normalize(table, argv);
  const values = parseValues([...table.values()], plain.flags);
  if (plain.fault !== undefined) throw plain.fault;
  return {
    args: plain.args,
    dash: plain.dash,
    values,
    help: values.get('help') === true,
    flags: plain.flags,
  };
}

/** A command's values by its own keys, defaults filled in. */
export function valuesOf(
  flags: Flags,
  values: ReadonlyMap<string, unknown>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(flags).map(([key, flag]) => [
      key,
      values.has(flag.name) ? values.get(flag.name) : flag.default,
    ]),
  );
}

/** argv in the one form every parser reads alike: `--name=value`, arguments apart. */
interface Plain {
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly dash: number | undefined;
  readonly fault: UsageError | undefined;
}

type Table = ReadonlyMap<string, Flag<unknown>>;

/** pflag lets flags stand anywhere, glues short ones, and gives a bare flag its own value; commander does not. */
function normalize(table: Table, argv: readonly string[]): Plain {
  const shorts = new Map(
    [...table.values()].flatMap((flag) => (flag.short === undefined ? [] : [[flag.short, flag]])),
  );
  const flags: string[] = [];
  const args: string[] = [];
  const rest = [...argv];
  let dash: number | undefined;
  try {
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === '--') {
        dash = args.length;
        args.push(...rest.splice(0));
      } else if (word.startsWith('--')) flags.push(longFlag(table, word, rest));
      else if (word.startsWith('-') && word.length > 1) flags.push(...shortFlags(shorts, word, rest));
      else args.push(word);
    }
  } catch (fault) {
    if (fault instanceof UsageError) return { flags, args, dash, fault };
    throw fault;
  }
  return { flags, args, dash, fault: undefined };
}

function longFlag(table: Table, word: string, rest: string[]): string {
  const [, written = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  if (written === '' || written.startsWith('-')) throw new UsageError(`bad flag syntax: ${word}`, 'usage');
  const name = written.replaceAll('_', '-');
  const flag = table.get(name);
  if (flag === undefined) throw new UsageError(`unknown flag: --${name}`, 'usage');
  if (value !== undefined) return `--${name}=${value}`;
  if (flag.alone !== undefined) return `--${name}=${flag.alone}`;
  const next = rest.shift();
  if (next === undefined) throw new UsageError(`flag needs an argument: ${word}`, 'usage');
  return `--${name}=${next}`;
}

function shortFlags(shorts: Table, word: string, rest: string[]): string[] {
  const found: string[] = [];
  for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
    const letter = letters.slice(0, 1);
    const flag = shorts.get(letter);
    if (flag === undefined) {
      throw new UsageError(`unknown shorthand flag: ${goRune(letter)} in -${letters}`, 'usage');
    }
    const glued = letters.slice(1);
    if (glued.startsWith('=') && glued.length > 1) return [...found, `--${flag.name}=${glued.slice(1)}`];
    if (flag.alone !== undefined) {
      found.push(`--${flag.name}=${flag.alone}`);
      continue;
    }
    if (glued !== '') return [...found, `--${flag.name}=${glued}`];
    const next = rest.shift();
    if (next === undefined) {
      throw new UsageError(`flag needs an argument: ${goRune(letter)} in -${letters}`, 'usage');
    }
    return [...found, `--${flag.name}=${next}`];
  }
  return found;
}

/** Values of the flags that are among the words; whatever else is there is passed over. */
export function looseValues(flags: readonly Flag<unknown>[], argv: readonly string[]): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const set = (flag: Flag<unknown>, value: string): void => {
    try {
      values.set(flag.name, flag.parse(value, values.get(flag.name)));
    } catch {
      // A value that cannot be read does not count.
    }
  };
  for (const [at, word] of argv.entries()) {
    const [name = '', ...rest] = word.split('=');
    const flag = flags.find((one) => name === `--${one.name}` || name === `-${one.short}`);
    if (flag === undefined) continue;
    const next = rest.length > 0 ? rest.join('=') : (flag.alone ?? argv[at + 1]);
    if (next !== undefined) set(flag, next);
  }
  return values;
}

const goRune = (letter: string): string => `'${letter === "'" ? "\\'" : letter}'`;

function parseValues(flags: readonly Flag<unknown>[], words: readonly string[]): Map<string, unknown> {
  const values = new Map<string, unknown>();
  if (words.length === 0) return values;
  const parser = new Parser().helpOption(false).exitOverride();
  const written = new Set(words.map((word) => word.slice(2, word.indexOf('='))));
  for (const flag of flags.filter(({ name }) => written.has(name))) {
    const option = new Option(`--${flag.name} <value>`).argParser((value: string) => {
      values.set(flag.name, parsed(flag, value, values.get(flag.name)));
    });
    parser.addOption(option);
  }
  parser.parse([...words], { from: 'user' });
  return values;
}

function parsed(flag: Flag<unknown>, value: string, previous: unknown): unknown {
  try {
    return flag.parse(value, previous);
  } catch (error) {
    const shown = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
    const why = asError(error).message;
    throw new UsageError(`invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${why}`, 'usage');
  }
}
