import { tolerated } from './compound.ts';
import { createPipe, pipeSink, pipeSource } from './descriptors.ts';
import { INTERRUPTED, PROCESSES_MOST, type Process, type Running } from './machine.ts';
import { Shell, ShellProblem } from './shell.ts';
import type { Command } from './syntax.ts';

/** A process of its own for the command. */
export function spawn(
  shell: Shell,
  command: Command,
  descriptors: Record<number, Shell['descriptors'][number]>,
): Process {
  const { machine, group } = shell.world;
  if (machine.alive >= PROCESSES_MOST) throw new ShellProblem("can't fork: Resource temporarily unavailable");
  const inherited = [...shell.descriptors];
  for (const [place, descriptor] of Object.entries(descriptors)) inherited[Number(place)] = descriptor;
  const pipes = inherited.flatMap((each) => (each?.pipe === undefined ? [] : [each]));
  for (const each of pipes) count(each, 1);
  const release = (): void => {
    for (const each of pipes) {
      count(each, -1);
      if (each.pipe !== undefined) machine.notify(each.pipe, machine.now);
    }
  };
  const start = (process: Process): Running => {
    const inner = new Shell(shell.world, shell.runner, process, shell);
    inner.descriptors = inherited;
    return shell.runner.finish(inner, command);
  };
  return machine.spawn(shell.process.time, group, start, release);
}

function count({ pipe, write }: NonNullable<Shell['descriptors'][number]>, change: number): void {
  if (pipe === undefined) return;
  if (write === undefined) pipe.readers += change;
  else pipe.writers += change;
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
  const { machine } = shell.world;
  const processes: Process[] = [];
  let source = shell.descriptors[0];
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const pipe = createPipe();
    const sink = isLast ? shell.descriptors[1] : pipeSink(pipe, machine);
    if (!isLast) pipe.readers = 1;
    processes.push(spawn(shell, command, { 0: source, 1: sink }));
    if (source?.pipe !== undefined && index > 0) source.pipe.readers--;
    source = isLast ? source : pipeSource(pipe, machine);
  }
  let status = 0;
  try {
    for (const process of processes) {
      while (process.status === undefined) yield process;
      if (process.status !== 0 || !shell.options.pipefail) status = process.status;
    }
  } finally {
    // Whoever is interrupted takes them along.
    for (const process of processes) machine.kill(process, INTERRUPTED, shell.process.time);
  }
  shell.process.time = Math.max(shell.process.time, ...processes.map(({ time }) => time));
  if (negated) {
    shell.status = status === 0 ? 1 : 0;
    return shell.status;
  }
  return shell.runner.checked(shell, status);
}
