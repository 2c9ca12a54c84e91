import type { Transport } from '../client/transport.ts';
import type { Duration } from '../machinery/instant.ts';
import type { PatchSchema } from '../machinery/patch/patch-schema.ts';
import type { Flags, FlagValues } from './flags.ts';
import type { Kubeconfig } from './kubeconfig.ts';

export type ExitCode = number;

/** One of the two output streams. */
export interface Writer {
  write(text: string): void;
  /** Writes the text and a line feed. */
  line(text: string): void;
}

/** What commands may see of the file system; paths as the user typed them. */
export interface Files {
  /** Undefined when nothing is there. */
  stat(path: string): 'file' | 'folder' | 'socket' | undefined;
  read(path: string): string;
  readBytes(path: string): Uint8Array;
  /** Whether the mode of a file says that somebody may run it. */
  isExecutable(path: string): boolean;
  /** Makes the folders that are missing on the way. */
  write(path: string, text: string): void;
  /** A file that anybody may read, in a folder that is there. */
  writeBytes(path: string, bytes: Uint8Array): void;
  /** Makes a folder, and those that are missing on the way. */
  makeFolder(path: string): void;
  /** Where a symbolic link leads; undefined for everything else. */
  linkTarget(path: string): string | undefined;
  /** As write; who reads the file meanwhile sees what was there or what is there now, whole. */
  replace(path: string, text: string): void;
  /** Entry names in byte order. */
  list(path: string): readonly string[];
  /** A fresh folder for files an external program is shown; the name begins with `prefix`. */
  temporaryFolder(prefix: string): string;
  /** Writes a fresh file `<prefix><digits><suffix>` and gives its path. */
  temporaryFile(prefix: string, suffix: string, text: string): string;
  remove(path: string): void;
  /** Takes away what others than its owner may do with it. */
  makePrivate(path: string): void;
  /** Names matching a shell pattern in the last part of the path. */
  glob(pattern: string): readonly string[];
}

/** What kubeconfig and the global flags say. */
export interface Config {
  /** The namespace to use when an object or a flag names none. */
  readonly namespace: string;
  /** Whether `--namespace` was given: then it must agree with what a manifest says. */
  readonly namespaceGiven: boolean;
  readonly kubeconfig: Kubeconfig;
}

export interface Finished {
  readonly exit: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** What a web server answered. */
export interface Fetched {
  readonly code: number;
  /** `404 Not Found`. */
  readonly status: string;
  readonly text: string;
}

/** What somebody wants of a program in a container while it runs. */
export interface Talk {
  /** `exec` or `attach` of a pod. */
  readonly path: string;
  /** PodExecOptions, PodAttachOptions. */
  readonly body: unknown;
  /** What it hears of what is typed: each key, ctrl-C among them, or whole lines. */
  readonly hears: 'keys' | 'lines' | 'nothing';
}

/** Everything a command may reach. There is nothing else: no clock but the transport's, no process. */
export interface Context {
  readonly transport: Transport;
  /** What `--request-timeout` says; absent where requests may take as long as they want. */
  readonly requestTimeout?: Duration;
  readonly out: Writer;
  readonly err: Writer;
  stdin(): Promise<string>;
  /** Whether somebody types what is read. */
  readonly isTyped: boolean;
  /** Shows what a program in a container prints while it runs, to its exit code. Throws StatusError; absent where nobody waits. */
  talk?(talk: Talk): Promise<ExitCode>;
  /** GET of a manifest that is named by its address; throws an Error with what went wrong on the way. */
  fetchUrl(url: string): Promise<Fetched>;
  readonly files: Files;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether stdin and stdout are a terminal. */
  readonly isTerminal: boolean;
  /** How each field of a built-in kind is patched, as kubectl has it compiled in; undefined for other kinds. */
  patchSchema(apiVersion: string, kind: string): PatchSchema | undefined;
  /** Starts a program: `attached` to the user's terminal (an editor) or with its output `captured` (diff). */
  runProcess(command: readonly string[], mode: 'attached' | 'captured'): Promise<Finished>;
}

/** The commands and flags there are beside a command's own. */
export interface Surroundings {
  readonly entries: readonly CommandEntry[];
  /** Flags every command takes. */
  readonly globals: Flags;
}

/** What `complete` may know beyond arguments and flags. */
export interface Invocation {
  /** As messages name the command: `kubectl rollout status`. */
  readonly path: string;
  /** Whether the flag of this name was on the command line. */
  readonly given: (flag: string) => boolean;
  /** How many arguments came before `--`; undefined without one. */
  readonly dash: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What else the program knows to do. */
  readonly program: Surroundings;
  /** The whole command line as `--record` writes it down: command, arguments, then flags as `--name=value`. */
  readonly line: string;
}

/** A command as written: {@link defineCommand} makes it callable without its types. */
export interface CommandDefinition<F extends Flags, O> {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The heading in `kubectl help`, `Deploy Commands:`; absent for the rest and for nested commands. */
  readonly group?: string;
  /** Other words that should suggest this command. */
  readonly suggestedFor?: readonly string[];
  /** Without the program's name: `scale --replicas=COUNT (-f FILENAME | TYPE NAME)`. */
  readonly usage: string;
  readonly short: string;
  readonly long?: string;
  /** Lines of examples as help prints them. */
  readonly examples?: readonly string[];
  readonly flags: F;
  readonly commands?: readonly CommandEntry[];
  /** `below`: a word that names no nested command may name a plug-in. */
  readonly plugins?: 'below';
  /** `raw`: every word behind the name is an argument, also those that look like flags. */
  readonly words?: 'raw';
  /** Pure: arguments and flags in, one options value out; throws {@link UsageError}. */
  readonly complete: (args: readonly string[], flags: FlagValues<F>, invocation: Invocation) => O;
  readonly run: (options: O, context: Context) => Promise<ExitCode>;
}

/** What the parser hands over. */
export interface Parsed {
  readonly args: readonly string[];
  /** By the key in `flags`, parsed, defaults filled in. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly invocation: Invocation;
}

/** Any command: types of flags and options are closed over. */
export interface Command extends Omit<CommandDefinition<Flags, unknown>, 'complete' | 'run'> {
  /** Completes; throws {@link UsageError}. The result runs the command. */
  readonly prepare: (parsed: Parsed) => (context: Context) => Promise<ExitCode>;
}

/** A command in a list: loaded only when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly group?: string;
  readonly suggestedFor?: readonly string[];
  readonly short: string;
  readonly hidden?: boolean;
  /** The word messages use for the program, where the command is none of kubectl's. */
  readonly program?: string;
  readonly load: () => Promise<Command>;
}

/** Makes a command; `complete` and `run` stay visible for tests. */
export function defineCommand<F extends Flags, O>(
  definition: CommandDefinition<F, O>,
): Command & Pick<CommandDefinition<F, O>, 'complete' | 'run'> {
  return {
    ...definition,
    prepare: ({ args, values, invocation }) => {
      const options = definition.complete(args, values as FlagValues<F>, invocation);
      return (context) => definition.run(options, context);
    },
  };
}

/** The command line is wrong. `see` adds kubectl's second line: the command's examples, or its usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly see: 'examples' | 'usage' | 'nothing';
  /** Told before `error:`. */
  readonly preface: string;
  constructor(message: string, see: 'examples' | 'usage' | 'nothing' = 'nothing', preface = '') {
    super(message);
    this.see = see;
    this.preface = preface;
  }
}

/** The command cannot go on: `error: message` on stderr, exit 1 or as told. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: ExitCode;
  /** What still belongs on stdout. */
  readonly printed: string;
  constructor(message: string, exit: ExitCode = 1, printed = '') {
    super(message);
    this.exit = exit;
    this.printed = printed;
  }
}

/** Everything worth saying has been said: only the exit code is left. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly exit: ExitCode;
  constructor(exit: ExitCode) {
    super(`exit ${exit}`);
    this.exit = exit;
  }
}
