import { fileSink, fileSource, nowhere, textSource } from './descriptors.ts';
import { expandText, type Results } from './expansion.ts';
import { FileProblem } from './file-system.ts';
import type { Running } from './machine.ts';
import type { Shell } from './shell.ts';
import type { Redirect } from './syntax.ts';

/** Runs with other descriptors; a file that cannot be opened is told, and nothing is run. */
export function* redirected(
  shell: Shell,
  redirects: readonly Redirect[],
  results: Results,
  run: () => Running,
): Running {
  const before = [...shell.descriptors];
  let target = '';
  try {
    for (const redirect of redirects) {
      target = expandText(shell, redirect.target, results);
      open(shell, redirect, target);
    }
  } catch (error) {
    shell.descriptors = before;
    if (!(error instanceof FileProblem)) throw error;
    const isReading = redirects.some(({ operator }) => operator === '<');
    shell.err(`${shell.name}: ${refusal(shell, target, error.message, isReading)}\n`);
    shell.status = 1;
    return 1;
  }
  const opened = shell.descriptors;
  const status = yield* run();
  // `exec > file` is for good: it puts a list of its own in place.
  if (shell.descriptors === opened) shell.descriptors = before;
  return status;
}

/** busybox says which of both it could not do. */
function refusal({ world }: Shell, target: string, why: string, isReading: boolean): string {
  if (world.flavour === 'gnu') return `line 1: ${target}: ${why}`;
  const text =
    why === 'No such file or directory' ? (isReading ? 'no such file' : 'nonexistent directory') : why;
  return `can't ${isReading ? 'open' : 'create'} ${target}: ${text}`;
}

function open(shell: Shell, { descriptor, operator, target: word }: Redirect, target: string): void {
  const { files } = shell.world;
  const { time } = shell.process;
  const next = [...shell.descriptors];
  if (operator === 'here') next[descriptor] = textSource(target);
  else if (operator === '>&' || operator === '<&') {
    if (target === '-') next[descriptor] = undefined;
    else if (/^\d+$/.test(target)) {
      if (next[Number(target)] === undefined) throw new FileProblem('Bad file descriptor');
      next[descriptor] = next[Number(target)];
    } else next[1] = next[2] = sinkFor(shell, target, 'truncate');
  } else if (operator === '<' || operator === '<>') {
    next[descriptor] =
      target === '/dev/null'
        ? nowhere
        : target === '/dev/stdin'
          ? next[0]
          : fileSource(files.open(shell.path(target), time, 'read'));
  } else {
    const sink = sinkFor(shell, target, operator === '>>' ? 'append' : 'truncate');
    if (operator === '&>') next[1] = next[2] = sink;
    else next[descriptor] = sink;
  }
  if (word.literal === '' && operator !== 'here') throw new FileProblem('No such file or directory');
  shell.descriptors = next;
}

function sinkFor(shell: Shell, target: string, mode: 'append' | 'truncate'): Shell['descriptors'][number] {
  const { files } = shell.world;
  switch (target) {
    case '/dev/null':
      return nowhere;
    case '/dev/stdout':
    case '/dev/tty':
      return shell.descriptors[1];
    case '/proc/1/fd/1':
      return shell.descriptors[1];
    case '/dev/stderr':
    case '/proc/1/fd/2':
      return shell.descriptors[2];
    default:
      return fileSink(files, files.open(shell.path(target), shell.process.time, mode));
  }
}
