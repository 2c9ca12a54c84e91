import type { Said } from './answers.ts';

/** How long a command may take before it is taken to wait for something to happen in the cluster. */
const WAITING_AFTER_MILLISECONDS = 500;
const FIRST_STEP_MILLISECONDS = 100;
const GROWTH = 1.4;
const LONGEST_STEP_MILLISECONDS = 60_000;

/** Lets the cluster's time pass, in steps that grow, while a command waits; no longer than it says it waits. */
export async function whileTimePasses(
  said: Promise<Said>,
  argv: readonly string[],
  advance: (length: string) => Promise<unknown>,
): Promise<Said> {
  let hasEnded = false;
  const ended = said.finally(() => {
    hasEnded = true;
  });
  await Promise.race([ended, pause(WAITING_AFTER_MILLISECONDS)]);
  let left = timeoutOf(argv);
  let step = FIRST_STEP_MILLISECONDS;
  while (!hasEnded && left > 0) {
    const length = Math.min(Math.round(step), left);
    await advance(`${length}ms`);
    left -= length;
    step = Math.min(step * GROWTH, LONGEST_STEP_MILLISECONDS);
  }
  return ended;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function timeoutOf(argv: readonly string[]): number {
  const [, count, unit = ''] = /--timeout[= ](\d+)(ms|[smh])/.exec(argv.join(' ')) ?? [];
  return count === undefined ? Number.POSITIVE_INFINITY : Number(count) * (UNITS[unit] ?? 0);
}
