import { programNamed } from './commands/index.ts';
import { type Descriptor, nowhere } from './descriptors.ts';
import { absolute } from './file-system.ts';
import { begin, end, takeUp } from './frames.ts';
import { runner } from './interpreter.ts';
import type { Beginning, Frame, Process, Running } from './process.ts';
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
export function startProgram(world: World, start: Start): Process {
  const started = world.machine.spawn(start.at, () => new Started(world, start));
  started.command = start.words.join(' ');
  return started;
}

interface StartFrame extends Frame {
  readonly of: 'start';
  readonly shell: Shell;
}

/** A program in its world. */
export class Started implements Beginning {
  private readonly world: World;
  private readonly start: Start;

  constructor(world: World, start: Start) {
    this.world = world;
    this.start = start;
  }

  *run(process: Process): Running {
    const { words } = this.start;
    const frame =
      takeUp<StartFrame>(process, 'start') ??
      begin<StartFrame>(process, { of: 'start', shell: this.shellFor(process) });
    const { shell } = frame;
    try {
      const status = yield* runner.call(shell, words);
      end(process, frame);
      return status;
    } catch (error) {
      if (!(error instanceof ShellProblem)) throw error;
      shell.err(`${words[0] ?? ''}: ${error.message}\n`);
      return error.status;
    }
  }

  private shellFor(process: Process): Shell {
    const { variables, folder, input, output, errors, at } = this.start;
    const shell = new Shell(this.world, runner, process);
    for (const [name, value] of Object.entries(variables)) {
      shell.set(name, value);
      if (!name.startsWith('.')) shell.exported.add(name);
    }
    shell.set('PWD', folder);
    shell.set('.start', String(at));
    shell.folder = folder;
    shell.descriptors = [input ?? nowhere, output, errors];
    return shell;
  }
}

/** Whether there is a program of the name; a shell that is not there looks from the top folder. */
export const knowsProgram = (world: World, name: string): boolean =>
  world.isBare === true
    ? world.programs.has(name.replace(/^.*\//, ''))
    : programNamed(name, { world, path: (path) => absolute(path, '/') }) !== undefined;
