import { olderWords } from './older-words.ts';

/** What a program said. */
export interface Said {
  readonly out: string;
  readonly err: string;
  readonly exit: number | string;
}

/** What a transcript writes down. */
export function written(output: string): Said {
  const lines = output === '' ? [] : output.split('\n');
  const last = /^\[exit (\d+)\]$/.exec(lines.at(-1) ?? '');
  if (last !== null) lines.pop();
  // Empty lines bear no mark: behind a line of stderr they belong to it, and nobody compares them.
  const isErr = (line: string): boolean => line.startsWith('! ');
  const isOut = (line: string, i: number): boolean =>
    !isErr(line) && !(line === '' && isErr(lines[i - 1] ?? ''));
  return {
    out: lines.filter(isOut).join('\n'),
    err: lines
      .filter(isErr)
      .map((line) => line.slice(2))
      .join('\n'),
    exit: Number(last?.[1] ?? 0),
  };
}

/** Commands that kubectl does not have (`convert` is a plug-in of it), and those about our own contexts. */
const OURS = [
  'clock',
  'cluster',
  'config',
  'convert',
  'curl',
  'dns',
  'export',
  'fault',
  'load',
  'node',
  'reconcile',
  'tree',
];
const READING = [
  'api-resources',
  'api-versions',
  'auth',
  'cluster-info',
  'describe',
  'events',
  'explain',
  'get',
];

export const isOurs = ([name = '', ...rest]: readonly string[]): boolean =>
  OURS.includes(name) || rest.some((word) => word.startsWith('--hints'));

/** Whether the command changes nothing and waits for nothing. */
export function isReading([name = '', second = '', ...rest]: readonly string[]): boolean {
  if (isOurs([name])) return name === 'tree';
  if (name === 'rollout') return second === 'history';
  return READING.includes(name) && second !== 'reconcile' && !rest.some((word) => /^(-w|--watch)/.test(word));
}

/** How what was said differs from what is written, both sides as lines; undefined where it does not. */
export function differenceOf(
  expected: Said,
  said: Said,
  argv: readonly string[],
  version: string | undefined,
): string | undefined {
  const mask = version === undefined ? trimmed : (text: string) => comparable(text, argv);
  const words = version === undefined ? (text: string) => text : olderWords(version, argv);
  if (words === undefined) return undefined;
  const lines: string[] = [];
  for (const stream of ['out', 'err'] as const) {
    const whole = (text: string): string => (stream === 'err' ? text.replace(/\n{2,}/g, '\n') : text);
    const [wanted, found] = [mask(words(expected[stream])), mask(whole(said[stream]))];
    if (wanted !== found) lines.push(...changed(wanted, '-', found), ...changed(found, '+', wanted));
  }
  if (expected.exit !== said.exit) lines.push(`exit ${expected.exit}, not ${said.exit}`);
  return lines.length === 0 ? undefined : lines.join('\n');
}

const trimmed = (text: string): string => text.replace(/\n+$/, '');

/**
 * kubectl tells ages in `describe` and `events` by the wall clock: they and the width of their column are let alone.
 * Labels that it lists stand in the order of a Go map: another one each time.
 */
function comparable(text: string, argv: readonly string[]): string {
  const [name = ''] = argv;
  const plain = trimmed(text);
  if (name === 'logs') return podByPod(plain);
  if (name === 'label' && argv.includes('--list')) return plain.split('\n').toSorted().join('\n');
  if (name !== 'describe' && name !== 'events') return plain;
  return plain
    .replace(/(^|\s)(\d+[smhdy]){1,2}(?=\s|\)|$)|<invalid>|<unknown>/gm, '$1<AGE>')
    .replace(/ {2,}|-{3,}/g, (run) => run.charAt(0));
}

/** The logs of several pods, too, are shown in the order of a Go map. */
function podByPod(text: string): string {
  const lines = text.split('\n');
  const podOf = (line: string): string => /^\[pod\/[^\]]*\]/.exec(line)?.[0] ?? '';
  return lines.toSorted((a, b) => (podOf(a) < podOf(b) ? -1 : podOf(a) > podOf(b) ? 1 : 0)).join('\n');
}

function changed(text: string, mark: string, other: string): readonly string[] {
  const others = new Set(other.split('\n'));
  const lines = text.split('\n').filter((line) => !others.has(line));
  return (lines.length > 0 ? lines : text.split('\n')).map((line) => `  ${mark} ${line}`);
}
