import { bytesOf, textOfBytes } from '../../machinery/bytes.ts';
import { FileSink, readLine } from '../descriptors.ts';
import { FileProblem } from '../file-system.ts';
import { begin, end, takeUp } from '../frames.ts';
import type { Frame, Running } from '../process.ts';
import { type Call, type Program, resumable } from '../shell.ts';
import { asText, complain, inputsOf, linesOf, optionsOf, textOf } from './call.ts';

interface CatFrame extends Frame {
  readonly of: 'cat';
  done: number;
  status: number;
  lines: number;
}

/** What comes from the standard input is passed on line by line, as it comes. */
function* cat(call: Call): Running {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args);
  const { process } = shell;
  const frame =
    takeUp<CatFrame>(process, 'cat') ?? begin<CatFrame>(process, { of: 'cat', done: 0, status: 0, lines: 0 });
  const shown = (text: string): string =>
    given.has('n')
      ? linesOf(text)
          .map((line) => `${String(++frame.lines).padStart(6)}\t${line}\n`)
          .join('')
      : text;
  const paths = rest.length === 0 ? ['-'] : rest;
  for (; frame.done < paths.length; frame.done++) {
    const path = paths[frame.done] ?? '';
    if (path === '-') {
      for (
        let line = yield* readLine(shell.descriptors[0]);
        line !== undefined;
        line = yield* readLine(shell.descriptors[0])
      )
        shell.out(shown(line));
      continue;
    }
    const text = yield* textOf(call, path);
    if (text === undefined) frame.status = 1;
    else if (text !== '') shell.out(shown(text));
  }
  end(process, frame);
  return frame.status;
}

/** `-n 5`, `-5`, `-c 10`. */
function countOf(args: readonly string[]): {
  readonly count: string;
  readonly bytes: boolean;
  readonly rest: readonly string[];
} {
  const plain = args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg));
  const { given, rest } = optionsOf(plain, 'n c s lines bytes pid');
  const bytes = given.get('c') ?? given.get('bytes');
  return { count: bytes ?? given.get('n') ?? given.get('lines') ?? '10', bytes: bytes !== undefined, rest };
}

interface HeadFrame extends Frame {
  readonly of: 'head';
  shown: number;
}

/** Stops reading as soon as it has enough. */
function* head(call: Call): Running {
  const { shell } = call;
  const { count, bytes, rest } = countOf(call.args);
  const most = Number(count);
  if (rest.length === 0 && !bytes && most >= 0) {
    const { process } = shell;
    const frame = takeUp<HeadFrame>(process, 'head') ?? begin<HeadFrame>(process, { of: 'head', shown: 0 });
    for (; frame.shown < most; frame.shown++) {
      const line = yield* readLine(shell.descriptors[0]);
      if (line === undefined) break;
      shell.out(line);
    }
    end(process, frame);
    return 0;
  }
  const { inputs, failed } = yield* inputsOf(call, rest);
  for (const { path, text } of inputs) {
    if (inputs.length > 1) shell.out(`==> ${path} <==\n`);
    shell.out(bytes ? text.slice(0, most) : asText(linesOf(text).slice(0, most)));
  }
  return failed ? 1 : 0;
}

function* tail(call: Call): Running {
  const { shell, args } = call;
  const { given } = optionsOf(args, 'n c s lines bytes pid');
  const { count, bytes, rest } = countOf(args);
  const follows = given.has('f') || given.has('F') || given.has('follow');
  const cut = (text: string): string => {
    const from = count.startsWith('+') ? Number(count) - 1 : -Math.abs(Number(count));
    if (bytes) return from === 0 && !count.startsWith('+') ? '' : text.slice(from);
    const lines = text.split(/(?<=\n)/);
    return Number(count) === 0 && !count.startsWith('+') ? '' : lines.slice(from).join('');
  };
  if (follows && rest.length > 0) return yield* follow(call, rest, cut, given.has('F'));
  const { inputs, failed } = yield* inputsOf(call, rest);
  for (const { path, text } of inputs) {
    if (inputs.length > 1) shell.out(`==> ${path} <==\n`);
    shell.out(cut(text));
  }
  return failed ? 1 : 0;
}

/** tail looks once a second. */
const LOOK_AGAIN = 1000;

interface FollowFrame extends Frame {
  readonly of: 'follow';
  /** How much was shown of each file. */
  readonly shown: Map<string, number>;
  until: number | undefined;
}

function* follow(
  call: Call,
  paths: readonly string[],
  cut: (text: string) => string,
  retries: boolean,
): Running {
  const { shell } = call;
  const { process, traps } = shell;
  const known = takeUp<FollowFrame>(process, 'follow');
  const frame = known ?? begin<FollowFrame>(process, { of: 'follow', shown: new Map(), until: undefined });
  const { shown } = frame;
  if (known === undefined) {
    for (const path of paths) {
      if (path !== '/dev/null' && shell.world.files.find(shell.path(path)) === undefined)
        complain(call, `can't open '${path}': No such file or directory`);
      else look(call, path, shown, cut);
    }
  }
  const isVain = !retries && paths.every((path) => path !== '/dev/null' && !shown.has(path));
  if (isVain) complain(call, 'no files');
  while (!isVain) {
    frame.until ??= process.time + LOOK_AGAIN;
    while (process.time < frame.until) yield frame.until;
    frame.until = undefined;
    const [signal] = process.signals;
    if (signal !== undefined && !traps.has(signal)) break;
    for (const path of paths) if (retries || shown.has(path)) look(call, path, shown, cut);
  }
  end(process, frame);
  return isVain ? 1 : 143;
}

/** Shows what has come to a file. */
function look(
  { shell }: Call,
  path: string,
  shown: Map<string, number>,
  cut: (text: string) => string,
): void {
  if (path === '/dev/null') return;
  const found = shell.world.files.find(shell.path(path));
  if (found?.node.type !== 'file') return;
  const { text } = found.node;
  const from = shown.get(path);
  const next = from === undefined ? cut(text) : text.slice(from > text.length ? 0 : from);
  shown.set(path, text.length);
  if (next !== '') shell.out(next);
}

interface TeeFrame extends Frame {
  readonly of: 'tee';
  readonly open: readonly FileSink[];
}

function* tee(call: Call): Running {
  const { shell } = call;
  const { process } = shell;
  const { given, rest } = optionsOf(call.args);
  const mode = given.has('a') ? 'append' : 'truncate';
  const frame =
    takeUp<TeeFrame>(process, 'tee') ??
    begin<TeeFrame>(process, { of: 'tee', open: rest.flatMap((path) => openFile(call, path, mode)) });
  const { open } = frame;
  for (
    let line = yield* readLine(shell.descriptors[0]);
    line !== undefined;
    line = yield* readLine(shell.descriptors[0])
  ) {
    shell.out(line);
    for (const file of open) file.write(line, process);
  }
  end(process, frame);
  return open.length === rest.length ? 0 : 1;
}

/** None after a complaint. */
function openFile(call: Call, path: string, mode: 'append' | 'truncate'): readonly FileSink[] {
  const { shell } = call;
  const { files } = shell.world;
  try {
    return [new FileSink(files, files.open(shell.path(path), shell.process.time, mode), mode)];
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    complain(call, `${path}: ${error.message}`);
    return [];
  }
}

function* wc(call: Call): Running {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args);
  const { inputs, failed } = yield* inputsOf(call, rest);
  const all = given.size === 0;
  const counts = (text: string): readonly number[] => [
    ...(all || given.has('l') ? [text.split('\n').length - 1] : []),
    ...(all || given.has('w') ? [text.split(/\s+/).filter((word) => word !== '').length] : []),
    ...(all || given.has('c') ? [bytesOf(text).length] : []),
    ...(given.has('m') ? [[...text].length] : []),
  ];
  for (const { path, text } of inputs) {
    const numbers = counts(text);
    const shown =
      numbers.length === 1 && rest.length === 0
        ? numbers.join('')
        : numbers.map((each) => String(each).padStart(rest.length === 0 ? 7 : 1)).join(' ');
    shell.out(rest.length === 0 ? `${shown}\n` : `${shown} ${path}\n`);
  }
  return failed ? 1 : 0;
}

function* base64(call: Call): Running {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args, 'w');
  const text = yield* textOf(call, rest[0] ?? '-');
  if (text === undefined) return 1;
  const decoded = given.has('d') || given.has('decode') || given.has('D');
  if (decoded) shell.out(textOfBytes(Buffer.from(text, 'base64')));
  else shell.out(`${Buffer.from(bytesOf(text)).toString('base64')}\n`);
  return 0;
}

/** Commands that pass on what they read. */
export const reading: Readonly<Record<string, Program>> = {
  cat: resumable(cat),
  head: resumable(head),
  tail: resumable(tail),
  tee: resumable(tee),
  wc: resumable(wc),
  base64: resumable(base64),
  more: resumable(cat),
  less: resumable(cat),
};
