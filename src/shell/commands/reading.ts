import { bytesOf, textOfBytes } from '../../machinery/bytes.ts';
import { readLine } from '../descriptors.ts';
import { FileProblem } from '../file-system.ts';
import type { Running } from '../machine.ts';
import type { Call, Program } from '../shell.ts';
import { asText, complain, inputsOf, linesOf, optionsOf, textOf } from './call.ts';

/** What comes from the standard input is passed on line by line, as it comes. */
function* cat(call: Call): Running {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args);
  let status = 0;
  let count = 0;
  const shown = (text: string): string =>
    given.has('n')
      ? linesOf(text)
          .map((line) => `${String(++count).padStart(6)}\t${line}\n`)
          .join('')
      : text;
  for (const path of rest.length === 0 ? ['-'] : rest) {
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
    if (text === undefined) status = 1;
    else if (text !== '') shell.out(shown(text));
  }
  return status;
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

/** Stops reading as soon as it has enough. */
function* head(call: Call): Running {
  const { shell } = call;
  const { count, bytes, rest } = countOf(call.args);
  const most = Number(count);
  if (rest.length === 0 && !bytes && most >= 0) {
    for (let shown = 0; shown < most; shown++) {
      const line = yield* readLine(shell.descriptors[0]);
      if (line === undefined) break;
      shell.out(line);
    }
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

function* follow(
  call: Call,
  paths: readonly string[],
  cut: (text: string) => string,
  retries: boolean,
): Running {
  const { shell } = call;
  const shown = new Map<string, number>();
  const look = (path: string): void => {
    if (path === '/dev/null') return;
    const found = shell.world.files.find(shell.path(path));
    if (found?.node.type !== 'file') return;
    const { text } = found.node;
    const from = shown.get(path);
    const next = from === undefined ? cut(text) : text.slice(from > text.length ? 0 : from);
    shown.set(path, text.length);
    if (next !== '') shell.out(next);
  };
  for (const path of paths) {
    if (path !== '/dev/null' && shell.world.files.find(shell.path(path)) === undefined)
      complain(call, `can't open '${path}': No such file or directory`);
    else look(path);
  }
  if (!retries && paths.every((path) => path !== '/dev/null' && !shown.has(path))) {
    complain(call, 'no files');
    return 1;
  }
  for (;;) {
    yield shell.process.time + LOOK_AGAIN;
    if (shell.process.signals.length > 0 && !shell.traps.has(shell.process.signals[0] ?? '')) return 143;
    for (const path of paths) if (retries || shown.has(path)) look(path);
  }
}

function* tee(call: Call): Running {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args);
  const { files } = shell.world;
  const mode = given.has('a') ? 'append' : 'truncate';
  const open = rest.flatMap((path) => {
    try {
      return [files.open(shell.path(path), shell.process.time, mode)];
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      complain(call, `${path}: ${error.message}`);
      return [];
    }
  });
  for (
    let line = yield* readLine(shell.descriptors[0]);
    line !== undefined;
    line = yield* readLine(shell.descriptors[0])
  ) {
    shell.out(line);
    for (const file of open) files.append(file, line, shell.process.time);
  }
  return open.length === rest.length ? 0 : 1;
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
  cat,
  head,
  tail,
  tee,
  wc,
  base64,
  more: cat,
  less: cat,
};
