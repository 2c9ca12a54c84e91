import { warningCount } from './api.ts';
import { looseValues, parseLine, valuesOf } from './arguments.ts';
import type { CommandEntry, Context, ExitCode, Files, Writer } from './command.ts';
import { CommandError, UsageError } from './command.ts';
import { asError, explain } from './errors.ts';
import { type Call, commandAt, effectiveFlags, find } from './find.ts';
import type { Flags, FlagValues } from './flags.ts';
import type { GlobalFlags } from './global-flags.ts';
import { globalFlags } from './global-flags.ts';
import { commandHelp } from './help.ts';
import { logWarning } from './klog.ts';
import { logFault } from './tracing.ts';

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
  /** Where plug-ins are looked for: the folders of PATH. */
  readonly files: Pick<Files, 'stat' | 'isExecutable' | 'read'>;
  /** Hands the terminal to a plug-in, with its arguments, to its exit code. */
  startPlugin(command: readonly string[]): Promise<ExitCode>;
  /** Opens what the command works on; called only when the command line is sound. */
  open(globals: Globals): Promise<Context> | Context;
  /** What is printed when no command is named. */
  readonly overview: () => string;
}

/** kubectl's global flags, and those the program adds, by key. */
export type Globals = FlagValues<GlobalFlags> & Readonly<Record<string, unknown>>;

/** Runs one command line to its exit code; whatever goes wrong is told on stderr here. */
export async function execute(argv: readonly string[], program: Program): Promise<ExitCode> {
  const wantsPreferences = program.environment['KUBECTL_KUBERC']?.toLowerCase() === 'true';
  return wantsPreferences ? executePreferred(argv, program) : executePlain(argv, program);
}

async function executePreferred(argv: readonly string[], plain: Program): Promise<ExitCode> {
  const { withPreferences, kubercFlag } = await import('./preferences/apply.ts');
  const program = { ...plain, globals: { ...plain.globals, kuberc: kubercFlag } };
  try {
    const preferred = await withPreferences(argv, program);
    return await executePlain(preferred.argv, { ...program, entries: preferred.entries }, preferred.flags);
  } catch (error) {
    program.err.line(`error occurred while applying preferences ${asError(error).message}`);
    return 1;
  }
}

/** `first`: flags that stand before those of the command line. */
async function executePlain(
  argv: readonly string[],
  program: Program,
  first: readonly string[] = [],
): Promise<ExitCode> {
  let path = program.name;
  try {
    const call = await find(argv, program);
    if (call === undefined) return await overview(argv, program);
    if ('start' in call) return await program.startPlugin(call.start);
    if ('topic' in call) return await help(call.topic, program);
    path = call.path;
    return await runCall({ ...call, argv: [...first, ...call.argv] }, program);
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
  // A command's own flag hides a global one of its name (--profile of debug).
  const own = new Set(Object.values(command.flags).map(({ name }) => name));
  const others = new Map([...line.values].filter(([name]) => !own.has(name)));
  const globals = valuesOf(program.globals, others) as Globals;
  refuseProfile(globals.profile);
  const context = await program.open(globals);
  for (const { name, remark } of flags) {
    const text = line.values.has(name) ? remark?.(String(line.values.get(name))) : undefined;
    if (text !== undefined) logWarning(context, text);
  }
  try {
    const exit = await run(context);
    if (globals.warningsAsErrors) refuseWarnings(warningCount(program.err));
    return exit;
  } catch (error) {
    logFault(error, globals.verbosity, context);
    throw error;
  }
}

function refuseWarnings(count: number): void {
  if (count > 0) throw new CommandError(`${count} warning${count === 1 ? '' : 's'} received`);
}

const PROFILES = ['none', 'cpu', 'heap', 'goroutine', 'threadcreate', 'block', 'mutex'];

/** No profile is written; what is no profile is refused all the same. */
function refuseProfile(name: string): void {
  if (!PROFILES.includes(name)) throw new CommandError(`unknown profile '${name}'`);
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

/** `help get`, as `get --help`; a topic that is no command gets the overview, on stderr. */
async function help(topic: readonly string[], program: Program): Promise<ExitCode> {
  if (topic.length === 0) program.out.write(program.overview());
  else {
    const named = await commandAt(topic, program);
    if (named !== undefined) program.out.write(commandHelp(named.command, named.path));
    else program.err.write(`Unknown help topic [${topic.map(goQuoted).join(' ')}]\n${program.overview()}`);
  }
  return 0;
}

/** Go's `%#q`. */
const goQuoted = (word: string): string => (word.includes('`') ? JSON.stringify(word) : `\`${word}\``);

export { globalFlags };
