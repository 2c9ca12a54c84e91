import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { isJudgedByKubectl } from './real-kubectl.ts';
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

const ROW = /^\| ([\w-]+) \| (\d+) \| ([a-z, ]+) \| /gm;
/** Who answers, and whose rows concern it. */
const CONCERNED: ReadonlySet<string> = new Set(
  isJudgedByKubectl ? ['both', 'kubectl', 'kubectl, at times'] : ['both', 'sim'],
);

let deviations: ReadonlyMap<string, string> | undefined;

/** Takes a difference that DEVIATIONS.md lists as agreed, and an agreed one that is none any more as a failure. */
export function withDeviation(session: string, step: number, check: Check): Check {
  deviations ??= readDeviations();
  const who = deviations.get(`${session.replace('.json', '')} ${step}`);
  if (who === undefined) return check;
  if (!check.same || who.endsWith('at times')) return { title: check.title, same: true, agreed: true };
  return {
    ...check,
    same: false,
    differences: ['DEVIATIONS.md lists the step, and it does not differ any more'],
  };
}

function readDeviations(): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, 'test/golden/DEVIATIONS.md'), 'utf8');
  const rows = [...text.matchAll(ROW)].map(
    ([, session, step, who = '']) => [`${session} ${step}`, who] as const,
  );
  return new Map(rows.filter(([, who]) => CONCERNED.has(who)));
}
