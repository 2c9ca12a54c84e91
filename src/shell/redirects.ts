import { FileSink, FileSource, nowhere, TextSource } from './descriptors.ts';
import { expandText, type Results } from './expansion.ts';
import { FileProblem } from './file-system.ts';
import { begin, end, takeUp } from './frames.ts';
import type { Frame, Running } from './process.ts';
import type { Shell } from './shell.ts';
import type { Redirect } from './syntax.ts';

interface RedirectedFrame extends Frame {
  readonly of: 'redirected';
  readonly before: Shell['descriptors'];
  readonly opened: Shell['descriptors'];
}

/** Runs with other descriptors; a file that cannot be opened is told, and nothing is run. */
export function* redirected(
  shell: Shell,
  redirects: readonly Redirect[],
  results: Results,
  run: () => Running,
): Running {
  const { process } = shell;
  let frame = takeUp<RedirectedFrame>(process, 'redirected');
  if (frame === undefined) {
    const before = [...shell.descriptors];
    if (!openAll(shell, redirects, results)) {
      shell.descriptors = before;
      shell.status = 1;
      return 1;
    }
    frame = begin<RedirectedFrame>(process, { of: 'redirected', before, opened: shell.descriptors });
  }
  const status = yield* run();
  // `exec > file` is for good: it puts a list of its own in place.
  if (shell.descriptors === frame.opened) shell.descriptors = frame.before;
  end(process, frame);
  return status;
}

/** False after a complaint. */
function openAll(shell: Shell, redirects: readonly Redirect[], results: Results): boolean {
  const before = shell.descriptors;
  let target = '';
  try {
    for (const redirect of redirects) {
      target = expandText(shell, redirect.target, results);
      open(shell, redirect, target);
    }
    return true;
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    shell.descriptors = before;
    const isReading = redirects.some(({ operator }) => operator === '<');
    shell.err(`${shell.name}: ${refusal(shell, target, error.message, isReading)}\n`);
    return false;
  }
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
  const [, host, port] = CONNECTION.exec(target) ?? [];
  if (host !== undefined && operator !== 'here' && shell.world.flavour === 'gnu') {
    connect(shell, host, Number(port));
    next[descriptor] = nowhere;
  } else if (operator === 'here') next[descriptor] = new TextSource(target);
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
          : new FileSource(files.open(shell.path(target), time, 'read'));
  } else {
    const sink = sinkFor(shell, target, operator === '>>' ? 'append' : 'truncate');
    if (operator === '&>') next[1] = next[2] = sink;
    else next[descriptor] = sink;
  }
  if (word.literal === '' && operator !== 'here') throw new FileProblem('No such file or directory');
  shell.descriptors = next;
}

/** bash takes such a path for a connection. */
const CONNECTION = /^\/dev\/tcp\/([^/]+)\/(\d+)$/;

function connect(shell: Shell, host: string, port: number): void {
  const answer = shell.world.network.connect(host, port, shell.process.time);
  if (answer === 'open') return;
  if (answer === 'unknown host') {
    shell.err(`${shell.name}: line 1: ${host}: Name or service not known\n`);
    throw new FileProblem('Invalid argument');
  }
  const why = answer === 'refused' ? 'Connection refused' : 'Connection timed out';
  shell.err(`${shell.name}: connect: ${why}\n`);
  throw new FileProblem(why);
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
      return new FileSink(files, files.open(shell.path(target), shell.process.time, mode), mode);
  }
}
