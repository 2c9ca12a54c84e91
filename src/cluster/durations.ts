import { type Durations, type Range, REALISTIC } from '../kubelet/settings.ts';
import { parseGoDuration } from '../machinery/duration.ts';

/** What kubelets take time for, as it is typed, and as it is kept. */
const NAMES: Readonly<Record<string, keyof Durations>> = {
  pull: 'pull',
  check: 'check',
  start: 'start',
  stop: 'stop',
  notice: 'notice',
  'first-probe': 'firstProbe',
};

/** `pull=1s-5s,stop=30s`: between these two, or always so long. Throws what is wrong with the text. */
export function parseDurations(text: string): Partial<Durations> {
  const parts = text.split(',').filter((part) => part !== '');
  return Object.fromEntries(parts.map(parseOne));
}

/** As usual: `pull=500ms-3s,...`. */
export const usualDurations = (): string =>
  Object.entries(NAMES)
    .map(([name, key]) => `${name}=${REALISTIC[key].map((length) => `${length}ms`).join('-')}`)
    .join(',');

function parseOne(part: string): readonly [keyof Durations, Range] {
  const [, name = '', from = '', to = from] = /^([a-z-]+)=([^-]+)(?:-([^-]+))?$/.exec(part) ?? [];
  const key = NAMES[name];
  if (key === undefined)
    throw new Error(
      `${JSON.stringify(part)} is no duration: write pull=1s-5s; there are ${Object.keys(NAMES).join(', ')}`,
    );
  const range = [lengthOf(from, part), lengthOf(to, part)] as const;
  if (range[0] > range[1]) throw new Error(`${JSON.stringify(part)} ends before it begins`);
  return [key, range];
}

function lengthOf(text: string, part: string): number {
  try {
    return Math.round(parseGoDuration(text));
  } catch {
    throw new Error(
      `${JSON.stringify(text)} in ${JSON.stringify(part)} is no length of time: write 1s or 500ms`,
    );
  }
}
