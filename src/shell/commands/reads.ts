import { setElements } from '../arrays.ts';
import { type Descriptor, readAll, readLine } from '../descriptors.ts';
import { FileProblem } from '../file-system.ts';
import { begin, end, takeUp } from '../frames.ts';
import type { Frame, Pause } from '../process.ts';
import { type Call, type Program, resumable, type Shell } from '../shell.ts';
import { linesOf, optionsOf } from './call.ts';

/** Reads a line into variables; the last takes what is left. */
function* read({ shell, args }: Call) {
  const { given, rest: names } = optionsOf(args, 'a d i n N p t u');
  const patience = given.get('t');
  const line =
    patience === undefined
      ? yield* readLine(shell.descriptors[0])
      : yield* lineWithin(shell, Number(patience) * 1000);
  const isLate = typeof line === 'object';
  const text = (isLate ? line.soFar : (line ?? '')).replace(/\n$/, '');
  const plain = given.has('r') ? text : text.replace(/\\(.)/g, '$1');
  const separators = shell.get('IFS') ?? ' \t\n';
  const array = given.get('a');
  if (array !== undefined) setElements(shell, array, [{ values: wordsOf(plain, separators) }], false);
  else if (names.length === 0) shell.set('REPLY', plain);
  else {
    const words = wordsOf(plain, separators, names.length);
    for (const [place, name] of names.entries()) shell.set(name, words[place] ?? '');
  }
  if (isLate) return shell.world.flavour === 'busybox' ? 1 : TIMED_OUT;
  return line?.endsWith('\n') === true ? 0 : 1;
}

/** 128 and SIGALRM. */
const TIMED_OUT = 142;

interface LineFrame extends Frame {
  readonly of: 'line';
  readonly deadline: number;
}

/** As `readLine`, but nobody waits for longer than so many milliseconds. */
function* lineWithin(
  { process, descriptors }: Shell,
  patience: number,
): Generator<Pause, string | undefined | { readonly soFar: string }, void> {
  const source: Descriptor | undefined = descriptors[0];
  if (source?.pull === undefined) throw new FileProblem('Bad file descriptor');
  const frame =
    takeUp<LineFrame>(process, 'line') ??
    begin<LineFrame>(process, { of: 'line', deadline: process.time + (patience || 0) });
  let isLate = false;
  while (!source.rest.includes('\n')) {
    const more = source.pull();
    if (more === undefined) break;
    if (typeof more === 'string') source.rest += more;
    else if (process.time >= frame.deadline) {
      isLate = true;
      break;
    } else {
      more.waiting.push(process);
      yield frame.deadline;
    }
  }
  end(process, frame);
  const place = source.rest.indexOf('\n') + 1 || source.rest.length;
  const line = source.rest.slice(0, place);
  source.rest = source.rest.slice(place);
  if (isLate) return { soFar: line };
  return line === '' ? undefined : line;
}

/** The words of a line, the last of so many with all that is left. */
function wordsOf(text: string, separators: string, most = Number.POSITIVE_INFINITY): readonly string[] {
  const isSeparator = (sign: string | undefined): boolean => sign !== undefined && separators.includes(sign);
  const isBlank = (sign: string | undefined): boolean => isSeparator(sign) && /\s/.test(sign ?? '');
  const words: string[] = [];
  let place = 0;
  let last = text.length;
  while (isBlank(text[place])) place++;
  while (last > place && isBlank(text[last - 1])) last--;
  while (place < last) {
    const start = place;
    if (words.length === most - 1) return [...words, text.slice(start, last)];
    while (place < last && !isSeparator(text[place])) place++;
    words.push(text.slice(start, place));
    if (place < last && !isBlank(text[place])) place++;
    else while (place < last && isBlank(text[place])) place++;
  }
  return words;
}

/** `mapfile -t name`: an array of the lines; `-t` is without their ends. */
function* mapfile({ shell, args }: Call) {
  const { given, rest } = optionsOf(args, 'd n O s u C c');
  const lines = linesOf(yield* readAll(shell.descriptors[0]));
  const values = given.has('t') ? lines : lines.map((line) => `${line}\n`);
  setElements(shell, rest[0] ?? 'MAPFILE', [{ values }], false);
  return 0;
}

/** Commands that read into variables. */
export const reads: Readonly<Record<string, Program>> = {
  read: resumable(read),
  mapfile: resumable(mapfile),
  readarray: resumable(mapfile),
};
