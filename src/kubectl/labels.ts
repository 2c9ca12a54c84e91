import { compareText } from '../machinery/json.ts';
import { CommandError } from './command.ts';

/** Labels as `--labels` writes them: `a=b,c=d`, sorted. */
export function labelsFrom(text: string): Readonly<Record<string, string>> {
  if (text === '') throw new CommandError('no label spec passed');
  const pairs = text.split(',').map((word) => {
    const [key = '', value, ...more] = word.split('=');
    if (value === undefined || more.length > 0) throw new CommandError(`unexpected label spec: ${word}`);
    if (key === '') throw new CommandError('unexpected empty label key');
    return [key, value] as const;
  });
  return Object.fromEntries(pairs.toSorted(([a], [b]) => compareText(a, b)));
}
