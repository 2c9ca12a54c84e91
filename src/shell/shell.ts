import { type Descriptor, OUT_OF_MEMORY, TEXT_MOST } from './descriptors.ts';
import { absolute, type FileSystem } from './file-system.ts';
import { Killed, type Machine } from './machine.ts';
import type { Network } from './network.ts';
import type { Process, Running } from './process.ts';
import type { Command } from './syntax.ts';

/** Whose programs a container has: small ones (busybox, alpine) or GNU's. They complain in different words. */
export type Flavour = 'busybox' | 'gnu';

/** What a shell stands in. */
export interface World {
  readonly machine: Machine;
  readonly files: FileSystem;
  readonly hostname: string;
  readonly flavour: Flavour;
  readonly network: Network;
  /** Programs that an image has beside the usual ones; a text is a script. */
  readonly programs: ReadonlyMap<string, string | Program>;
  /** There is nothing but those: no shell either. */
  readonly isBare?: boolean;
  /** The container's own program: the first of its processes. */
  readonly main?: () => Process | undefined;
  /** How long a program runs that is not there, but that the image may have; undefined where it has not. */
  readonly stranger?: (name: string, process: Process) => number | undefined;
  /** What runs in the container. */
  readonly running: () => readonly RunningProgram[];
}

/** A program as `ps` lists it. */
export interface RunningProgram {
  readonly id: number;
  readonly user: string;
  readonly command: string;
  readonly start: number;
}

/** How a command is left before its end. */
export type Jump = { readonly to: 'break' | 'continue'; levels: number } | { readonly to: 'return' | 'exit' };

/** How a shell runs commands; handed to those built in that need it. */
export interface Runner {
  execute(shell: Shell, command: Command): Running;
  /** A command by its words. */
  call(shell: Shell, words: readonly string[]): Running;
  /** Runs until the shell is left, its EXIT trap included. */
  finish(shell: Shell, command: Command): Running;
  /** Takes note of an exit code: with `set -e` a failure ends the shell, but for conditions. */
  checked(shell: Shell, status: number): number;
  /** Whether there is a command of the name. */
  knows(shell: Shell, name: string): boolean;
}

/** One call of a command. */
export interface Call {
  readonly shell: Shell;
  readonly name: string;
  readonly args: readonly string[];
}

/** A command: its exit code, or how it gets there. */
export interface Program {
  (call: Call): number | Running;
  /** Called a second time, its generator goes on from its frames, or from where nothing of it is lost. */
  readonly isResumable?: true;
}

export const resumable = (program: (call: Call) => number | Running): Program =>
  Object.assign(program, { isResumable: true as const });

/** A shell gives up: what it says, and its exit code. */
export class ShellProblem extends Error {
  override readonly name = 'ShellProblem';
  readonly status: number;
  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

export class Shell {
  readonly world: World;
  readonly runner: Runner;
  readonly process: Process;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly functions: Map<string, Command>;
  readonly traps: Map<string, string>;
  readonly options: { errexit: boolean; nounset: boolean; xtrace: boolean; pipefail: boolean };
  descriptors: (Descriptor | undefined)[];
  positional: readonly string[] = [];
  name = 'sh';
  /** Somebody types what it runs: prompts are shown, and problems do not end it. */
  isInteractive = false;
  folder = '/';
  status = 0;
  jump: Jump | undefined;
  /** In a condition a failure does not end the shell. */
  tolerant = 0;
  /** Calls of functions and substitutions around this one. */
  depth = 0;
  /** The newest process in the background. */
  job: Process | undefined;
  readonly jobs: Process[] = [];
  /** What `local` has to bring back when the function is over. */
  locals: Map<string, readonly (readonly [string, string])[]> | undefined;

  constructor(world: World, runner: Runner, process: Process, from?: Shell) {
    this.world = world;
    this.runner = runner;
    this.process = process;
    this.variables = new Map(from?.variables);
    this.exported = new Set(from?.exported);
    this.functions = new Map(from?.functions);
    this.options = { ...(from?.options ?? NO_OPTIONS) };
    this.descriptors = from === undefined ? [] : [...from.descriptors];
    // What is ignored stays ignored; other traps are the parent's.
    this.traps = new Map([...(from?.traps ?? [])].filter(([, action]) => action === ''));
    if (from === undefined) return;
    this.positional = from.positional;
    this.name = from.name;
    this.folder = from.folder;
    this.status = from.status;
    this.tolerant = from.tolerant;
    this.depth = from.depth + 1;
  }

  get(name: string): string | undefined {
    return this.variables.get(name);
  }

  set(name: string, value: string): void {
    if (value.length > TEXT_MOST) throw new Killed(OUT_OF_MEMORY);
    this.variables.set(name, value);
  }

  path(path: string): string {
    return absolute(path, this.folder);
  }

  out(text: string): void {
    this.descriptors[1]?.write?.(text, this.process);
  }

  err(text: string): void {
    this.descriptors[2]?.write?.(text, this.process);
  }
}

const NO_OPTIONS = { errexit: false, nounset: false, xtrace: false, pipefail: false };
