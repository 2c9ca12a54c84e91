import type { SuccessPolicyRule } from '../../kinds/batch/job/types.ts';
import { countCommon, type Intervals, parseIndexes, totalOf } from './index-intervals.ts';

interface Policy {
  readonly rules: readonly SuccessPolicyRule[];
}

/** What the first rule says that is met by the indexes that succeeded; undefined while none is (J-6). */
export function matchSuccessPolicy(
  policy: Policy | undefined,
  completions: number,
  succeeded: Intervals,
): string | undefined {
  if (succeeded.length === 0) return undefined;
  const place = (policy?.rules ?? []).findIndex((rule) => isMet(rule, completions, succeeded));
  return place < 0 ? undefined : `Matched rules at index ${place}`;
}

function isMet(
  { succeededIndexes, succeededCount }: SuccessPolicyRule,
  completions: number,
  succeeded: Intervals,
): boolean {
  if (succeededIndexes === undefined) {
    return succeededCount !== undefined && totalOf(succeeded) >= succeededCount;
  }
  const wanted = parseIndexes(succeededIndexes, completions);
  if (wanted.length === 0) return false;
  const done = countCommon(wanted, succeeded);
  return done === totalOf(wanted) || (succeededCount !== undefined && done >= succeededCount);
}
