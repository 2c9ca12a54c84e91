import { readAll } from '../descriptors.ts';
import { FileProblem } from '../file-system.ts';
import { begin, end, takeUp } from '../frames.ts';
import type { Frame, Pause } from '../process.ts';
import type { Call } from '../shell.ts';

export const out = ({ shell }: Call, text: string): void => shell.out(text);
export const complain = ({ shell, name }: Call, text: string): void =>
  shell.err(`${name.slice(name.lastIndexOf('/') + 1)}: ${text}\n`);

export interface Options {
  /** Letters and long names that were given, each with its value or ''. */
  readonly given: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/** Takes flags apart: `valued` letters and long names take the next word or what follows them. */
export function optionsOf(args: readonly string[], valued = ''): Options {
  const given = new Map<string, string>();
  const rest: string[] = [];
  const takes = new Set(valued.split(' ').flatMap((part) => (part.length > 1 ? [part] : [part])));
  for (let place = 0; place < args.length; place++) {
    const arg = args[place] ?? '';
    if (arg === '--') {
      rest.push(...args.slice(place + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', value] = arg.slice(2).split(/=(.*)/s);
      given.set(name, value ?? (takes.has(name) ? (args[++place] ?? '') : ''));
    } else if (/^-./.test(arg)) {
      let letters = arg.slice(1);
      while (letters !== '') {
        const letter = letters[0] ?? '';
        letters = letters.slice(1);
        if (!takes.has(letter)) given.set(letter, '');
        else {
          given.set(letter, letters === '' ? (args[++place] ?? '') : letters);
          letters = '';
        }
      }
    } else rest.push(arg);
  }
  return { given, rest };
}

/** As the container's programs say that a file cannot be opened. */
export function cannotOpen({ shell }: Call, path: string, why: string): string {
  return shell.world.flavour === 'busybox' && why !== 'Is a directory'
    ? `can't open '${path}': ${why}`
    : `${path}: ${why}`;
}

/** The text of a file, or of the standard input for `-`; undefined after a complaint. */
export function* textOf(call: Call, path: string): Generator<Pause, string | undefined, void> {
  if (path === '-' || path === '/dev/stdin') return yield* readAll(call.shell.descriptors[0]);
  if (path === '/dev/null') return '';
  try {
    return call.shell.world.files.read(call.shell.path(path));
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const why =
      error.message === 'Is a directory' && call.shell.world.flavour === 'busybox'
        ? `read error: ${error.message}`
        : undefined;
    complain(call, why ?? cannotOpen(call, path, error.message));
    return undefined;
  }
}

export interface Input {
  readonly path: string;
  readonly text: string;
}

interface InputsFrame extends Frame {
  readonly of: 'inputs';
  readonly inputs: Input[];
  done: number;
  failed: boolean;
}

/** The texts of all files named, of the standard input where none is; `failed` tells of those that are missing. */
export function* inputsOf(
  call: Call,
  paths: readonly string[],
): Generator<Pause, { readonly inputs: readonly Input[]; readonly failed: boolean }, void> {
  const { process } = call.shell;
  const frame =
    takeUp<InputsFrame>(process, 'inputs') ??
    begin<InputsFrame>(process, { of: 'inputs', inputs: [], done: 0, failed: false });
  const all = paths.length === 0 ? ['-'] : paths;
  for (; frame.done < all.length; frame.done++) {
    const path = all[frame.done] ?? '';
    const text = yield* textOf(call, path);
    if (text === undefined) frame.failed = true;
    else frame.inputs.push({ path, text });
  }
  end(process, frame);
  return frame;
}

/** Lines without their ends. */
export function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

export const asText = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${lines.join('\n')}\n`;

/** Does something with a file; tells why not, in the command's own words. */
export function attempt(call: Call, action: () => void, words: (why: string) => string): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    complain(call, words(error.message));
    return false;
  }
}
