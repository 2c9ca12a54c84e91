import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { root } from './workspace.ts';

/** Recordings that wait for a feature, and which. */
export interface LeftOut {
  readonly sessions: RegExp;
  readonly reason: string;
}

export const leftOut: readonly LeftOut[] = [];

export function reasonToLeaveOut(name: string): string | undefined {
  return leftOut.find(({ sessions }) => sessions.test(name))?.reason;
}

const ROW = /^\| ([\w-]+) \| (\d+) \| /gm;

let deviations: ReadonlySet<string> | undefined;

/** Takes a difference that DEVIATIONS.md lists as agreed, and an agreed one that is none any more as a failure. */
export function withDeviation(session: string, step: number, check: Check): Check {
  deviations ??= readDeviations();
  if (!deviations.has(`${session.replace('.json', '')} ${step}`)) return check;
  if (!check.same) return { title: check.title, same: true };
  return {
    ...check,
    same: false,
    differences: ['DEVIATIONS.md lists the step, and it does not differ any more'],
  };
}

function readDeviations(): ReadonlySet<string> {
  const text = readFileSync(join(root, 'test/golden/DEVIATIONS.md'), 'utf8');
  return new Set([...text.matchAll(ROW)].map(([, session, step]) => `${session} ${step}`));
}
