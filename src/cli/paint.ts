import type { Host } from './host.ts';

/** What our own commands colour: never what stands in for kubectl's plain text. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly changed: (text: string) => string;
}

export type ColourWish = 'auto' | 'always' | 'never';

const same = (text: string): string => text;
const PLAIN: Paint = { bold: same, dim: same, good: same, bad: same, changed: same };

/** Colours on a terminal, unless NO_COLOR or a dumb one says otherwise; chalk is loaded only then. */
export async function paintFor(
  { isTerminal, environment }: Pick<Host, 'isTerminal' | 'environment'>,
  wish: ColourWish = 'auto',
): Promise<Paint> {
  const isPlain = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  if (wish === 'never' || (wish === 'auto' && (!isTerminal || isPlain))) return PLAIN;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    bold: chalk.bold,
    dim: chalk.blackBright,
    good: chalk.green,
    bad: chalk.red,
    changed: chalk.yellow,
  };
}
