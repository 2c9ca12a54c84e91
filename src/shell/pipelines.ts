import { tolerated } from './compound.ts';
import { createPipe, type Descriptor, PipeSink, PipeSource } from './descriptors.ts';
import { begin, end, takeUp } from './frames.ts';
import { INTERRUPTED, type Machine, PROCESSES_MOST } from './machine.ts';
import type { Beginning, Frame, Process, Running } from './process.ts';
import { Shell, ShellProblem } from './shell.ts';
import type { Command } from './syntax.ts';

/** A command in a process of its own; it holds the pipes that its shell was given. */
export class Forked implements Beginning {
  readonly shell: Shell;
  readonly command: Command;
  readonly pipes: readonly Descriptor[];

  constructor(shell: Shell, command: Command, pipes: readonly Descriptor[]) {
    this.shell = shell;
    this.command = command;
    this.pipes = pipes;
    for (const each of pipes) count(each, 1);
  }

  run(): Running {
    return this.shell.runner.finish(this.shell, this.command);
  }

  release(machine: Machine): void {
    for (const each of this.pipes) {
      count(each, -1);
      if (each.pipe !== undefined) machine.notify(each.pipe, machine.now);
    }
  }
}

/** A process of its own for the command. */
export function fork(
  shell: Shell,
  command: Command,
  descriptors: Record<number, Shell['descriptors'][number]>,
): Process {
  const { machine } = shell.world;
  if (machine.alive >= PROCESSES_MOST) throw new ShellProblem("can't fork: Resource temporarily unavailable");
  const inherited = [...shell.descriptors];
  for (const [place, descriptor] of Object.entries(descriptors)) inherited[Number(place)] = descriptor;
  const pipes = inherited.flatMap((each) => (each?.pipe === undefined ? [] : [each]));
  return machine.spawn(shell.process.time, (process) => {
    const inner = new Shell(shell.world, shell.runner, process, shell);
    inner.descriptors = inherited;
    return new Forked(inner, command, pipes);
  });
}

function count({ pipe, write }: Descriptor, change: number): void {
  if (pipe === undefined) return;
  if (write === undefined) pipe.readers += change;
  else pipe.writers += change;
}

interface PipelineFrame extends Frame {
  readonly of: 'pipeline';
  readonly processes: readonly Process[];
}

export function* pipeline(
  shell: Shell,
  { commands, negated }: Command & { readonly type: 'pipeline' },
): Running {
  const [only] = commands;
  if (commands.length === 1 && only !== undefined) {
    const status = yield* tolerated(shell, only);
    shell.status = status === 0 ? 1 : 0;
    return shell.status;
  }
  const { process: own } = shell;
  const frame =
    takeUp<PipelineFrame>(own, 'pipeline') ??
    begin<PipelineFrame>(own, { of: 'pipeline', processes: started(shell, commands) });
  const { processes } = frame;
  let status = 0;
  try {
    for (const process of processes) {
      while (process.status === undefined) yield process;
      if (process.status !== 0 || !shell.options.pipefail) status = process.status;
    }
  } finally {
    // Whoever is interrupted takes them along.
    for (const process of processes) shell.world.machine.kill(process, INTERRUPTED, own.time);
  }
  own.time = Math.max(own.time, ...processes.map(({ time }) => time));
  end(own, frame);
  if (negated) {
    shell.status = status === 0 ? 1 : 0;
    return shell.status;
  }
  return shell.runner.checked(shell, status);
}

/** All of them at once, each reading what the one before it writes. */
function started(shell: Shell, commands: readonly Command[]): readonly Process[] {
  const { machine } = shell.world;
  const processes: Process[] = [];
  let source = shell.descriptors[0];
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const pipe = createPipe();
    const sink = isLast ? shell.descriptors[1] : new PipeSink(pipe, machine);
    if (!isLast) pipe.readers = 1;
    processes.push(fork(shell, command, { 0: source, 1: sink }));
    if (source?.pipe !== undefined && index > 0) source.pipe.readers--;
    source = isLast ? source : new PipeSource(pipe, machine);
  }
  return processes;
}
