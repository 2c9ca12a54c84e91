import { looseValues, parseLine, valuesOf } from './arguments.ts';
import type { Command, CommandEntry, Context, ExitCode, Writer } from './command.ts';
import { CommandError, UsageError } from './command.ts';
import { explain } from './errors.ts';
import type { Flag, Flags, FlagValues } from './flags.ts';
import type { GlobalFlags } from './global-flags.ts';
import { globalFlags } from './global-flags.ts';
import { commandHelp } from './help.ts';
import { logWarning } from './klog.ts';
import { didYouMean } from './suggestions.ts';

/** What a command line may call, and what surrounds it. */
export interface Program {
  /** The word messages use: `kubectl`, so that texts equal kubectl's. */
  readonly name: string;
  readonly entries: readonly CommandEntry[];
  /** Flags every command takes. */
  readonly globals: Flags;
  readonly out: Writer;
  readonly err: Writer;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Opens what the command works on; called only when the command line is sound. */
  open(globals: Globals): Promise<Context> | Context;
  /** What is printed when no command is named. */
  readonly overview: () => string;
}

/** kubectl's global flags, and those the program adds, by key. */
export type Globals = FlagValues<GlobalFlags> & Readonly<Record<string, unknown>>;

/** The called command, and the words after its name. */
interface Call {
  readonly command: Command;
  readonly path: string;
  readonly argv: readonly string[];
}

/** Runs one command line to its exit code; whatever goes wrong is told on stderr here. */
export async function execute(argv: readonly string[], program: Program): Promise<ExitCode> {
  let path = program.name;
  try {
    const call = await find(argv, program);
    if (call === undefined) return await overview(argv, program);
    path = call.path;
    return await runCall(call, program);
  } catch (error) {
    if (error instanceof CommandError) program.out.write(error.printed);
    const { text, exit } = explain(error, path);
    program.err.write(text);
    return exit;
  }
}

async function runCall(call: Call, program: Program): Promise<ExitCode> {
  const { command, path, argv } = call;
  if (command.words === 'raw') return runRaw(call, program);
  const flags = effectiveFlags(program.globals, command.flags);
  const line = parseLine(flags, argv);
  if (line.help) {
    program.out.write(commandHelp(command, path));
    return 0;
  }
  for (const flag of flags) {
    if (flag.deprecated !== undefined && line.values.has(flag.name)) {
      program.err.line(`Flag --${flag.name} has been deprecated, ${flag.deprecated}`);
    }
  }
  const missing = flags
    .filter((flag) => flag.required && !line.values.has(flag.name))
    .map(({ name }) => `"${name}"`);
  if (missing.length > 0) throw new UsageError(`required flag(s) ${missing.sort().join(', ')} not set`);
  const run = command.prepare({
    args: line.args,
    values: valuesOf(command.flags, line.values),
    invocation: {
      path,
      given: (name) => line.values.has(name),
      dash: line.dash,
      environment: program.environment,
      program,
      line: [path, ...line.args, ...line.flags].join(' '),
    },
  });
  const globals = valuesOf(program.globals, line.values) as Globals;
  const context = await program.open(globals);
  for (const { name, remark } of flags) {
    const text = line.values.has(name) ? remark?.(String(line.values.get(name))) : undefined;
    if (text !== undefined) logWarning(context, text);
  }
  return await run(context);
}

/** Global flags count wherever they are among the words; nothing else is looked at. */
async function runRaw({ command, path, argv }: Call, program: Program): Promise<ExitCode> {
  const line = [path, ...argv].join(' ');
  const { environment } = program;
  const invocation = { path, given: () => false, dash: undefined, environment, program, line };
  const run = command.prepare({ args: argv, values: {}, invocation });
  const values = looseValues(Object.values(program.globals), argv);
  return await run(await program.open(valuesOf(program.globals, values) as Globals));
}

/** No command named: the overview, unless a flag is wrong. */
async function overview(argv: readonly string[], program: Program): Promise<ExitCode> {
  parseLine(Object.values(program.globals), argv);
  program.out.write(program.overview());
  return 0;
}

/** Flags in name order; a command's own flag hides a global one of the same name. */
function effectiveFlags(globals: Flags, own: Flags): readonly Flag<unknown>[] {
  const table = new Map([...Object.values(globals), ...Object.values(own)].map((flag) => [flag.name, flag]));
  return [...table.values()];
}

async function find(argv: readonly string[], program: Program): Promise<Call | undefined> {
  const globals = Object.values(program.globals);
  const at = firstWord(argv, globals);
  const word = at === undefined ? undefined : argv[at];
  if (at === undefined || word === undefined) return undefined;
  const entry = lookup(program.entries, word);
  if (entry === undefined) {
    throw new UsageError(
      `unknown command ${JSON.stringify(word)} for ${JSON.stringify(program.name)}${didYouMean(word, program.entries)}`,
    );
  }
  let call: Call = {
    command: await entry.load(),
    path: `${entry.program ?? program.name} ${entry.name}`,
    argv: argv.toSpliced(at, 1),
  };
  for (let next = await nested(call, globals); next !== undefined; next = await nested(call, globals))
    call = next;
  return call;
}

async function nested(call: Call, globals: readonly Flag<unknown>[]): Promise<Call | undefined> {
  const entries = call.command.commands;
  if (entries === undefined) return undefined;
  const at = firstWord(call.argv, [...globals, ...Object.values(call.command.flags)]);
  const entry = at === undefined ? undefined : lookup(entries, call.argv[at] ?? '');
  if (at === undefined || entry === undefined) return undefined;
  return {
    command: await entry.load(),
    path: `${call.path} ${entry.name}`,
    argv: call.argv.toSpliced(at, 1),
  };
}

export function lookup(entries: readonly CommandEntry[], word: string): CommandEntry | undefined {
  return entries.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
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

export { globalFlags };
