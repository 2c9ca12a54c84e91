import { type Failure, type Line, repeat } from './storm.ts';
import type { Storm } from './storm-file.ts';

/** How many times a storm is let blow again in search of a shorter one. */
const TRIES = 200;

/** The fewest of the lines after which the same promise is broken: parts are left out, ever smaller ones. */
export async function shrink(
  storm: Storm,
  seed: number,
  lines: readonly Line[],
  failure: Failure,
): Promise<{ readonly lines: readonly Line[]; readonly failure: Failure }> {
  let best = { lines, failure };
  let tries = 0;
  const attempt = async (fewer: readonly Line[]): Promise<boolean> => {
    if (tries++ >= TRIES) return false;
    const { failure: found } = await repeat(storm, seed, fewer);
    if (found === undefined || found.promise !== failure.promise) return false;
    best = { lines: fewer.filter(({ at }) => at <= found.at), failure: found };
    return true;
  };
  await attempt(lines.filter(({ at }) => at <= failure.at));
  for (let size = Math.ceil(best.lines.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let start = 0; start < best.lines.length; ) {
      const fewer = [...best.lines.slice(0, start), ...best.lines.slice(start + size)];
      if (!(await attempt(fewer))) start += size;
    }
  return best;
}
