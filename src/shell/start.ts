import { programNamed } from './commands/index.ts';
import { type Descriptor, nowhere } from './descriptors.ts';
import { absolute } from './file-system.ts';
import { runner } from './interpreter.ts';
import type { Process, Running } from './machine.ts';
import { Shell, ShellProblem, type World } from './shell.ts';

/** A program to be started. */
export interface Start {
  readonly at: number;
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly input?: Descriptor;
  readonly output: Descriptor;
  readonly errors: Descriptor;
}

/** Starts a program in its world; what becomes of it shows when the machine runs. */
export function startProgram(world: World, start: Start, onEnd?: (process: Process) => void): Process {
  const started: Process = world.machine.spawn(
    start.at,
    world.group,
    (own) => program(world, start, own),
    () => onEnd?.(started),
  );
  started.command = start.words.join(' ');
  return started;
}

function* program(
  world: World,
  { words, variables, folder, input, output, errors, at }: Start,
  own: Process,
): Running {
  const shell = new Shell(world, runner, own);
  for (const [name, value] of Object.entries(variables)) {
    shell.set(name, value);
    if (!name.startsWith('.')) shell.exported.add(name);
  }
  shell.set('PWD', folder);
  shell.set('.start', String(at));
  shell.folder = folder;
  shell.descriptors = [input ?? nowhere, output, errors];
  try {
    return yield* runner.call(shell, words);
  } catch (error) {
    if (!(error instanceof ShellProblem)) throw error;
    shell.err(`${words[0] ?? ''}: ${error.message}\n`);
    return error.status;
  }
}

/** Whether there is a program of the name; a shell that is not there looks from the top folder. */
export const knowsProgram = (world: World, name: string): boolean =>
  world.isBare === true
    ? world.programs.has(name.replace(/^.*\//, ''))
    : programNamed(name, { world, path: (path) => absolute(path, '/') }) !== undefined;
