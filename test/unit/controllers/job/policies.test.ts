import { describe, expect, test } from 'vitest';
import { matchFailurePolicy } from '../../../../src/controllers/job/pod-failure-policy.ts';
import { matchSuccessPolicy } from '../../../../src/controllers/job/success-policy.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import table from '../../../vectors/platform-job-policies.json' with { type: 'json' };

interface FailureRow {
  readonly case: string;
  readonly failedPod: object;
  readonly podFailurePolicy?: Parameters<typeof matchFailurePolicy>[0] | null;
  readonly wantAction?: string | null;
  readonly wantCountFailed: boolean;
  readonly wantJobFailureMessage?: string | null;
  readonly enableJobBackoffLimitPerIndex?: boolean;
}

/** A gate that 1.33 has locked is on. */
const failures = (table.tables.podFailurePolicy as readonly object[])
  .map((row) => row as FailureRow)
  .filter((row) => row.enableJobBackoffLimitPerIndex !== false);

describe('J-15 what a failure policy says of a pod', () => {
  test.each(failures)('$case', (row) => {
    const { counts, action, message } = matchFailurePolicy(
      row.podFailurePolicy ?? undefined,
      row.failedPod as Pod,
    );
    expect([counts, action ?? null, message ?? null]).toEqual([
      row.wantCountFailed,
      row.wantAction ?? null,
      row.wantJobFailureMessage ?? null,
    ]);
  });
});

interface SuccessRow {
  readonly case: string;
  readonly completions: number;
  readonly succeededIndexes?: readonly (readonly number[])[];
  readonly successPolicy?: Parameters<typeof matchSuccessPolicy>[0] | null;
  readonly wantMessage?: string;
  readonly enableJobSuccessPolicy?: boolean;
}

const successes = (table.tables.successPolicy as readonly object[])
  .map((row) => row as SuccessRow)
  .filter((row) => row.enableJobSuccessPolicy === true);

/** An empty set came as an object. */
const pairsOf = ({ succeededIndexes: pairs = [] }: SuccessRow) => (Array.isArray(pairs) ? pairs : []);

describe('J-6 when a success policy is met', () => {
  test.each(successes)('$case', (row) => {
    const succeeded = pairsOf(row).map(([first = 0, last = 0]) => ({ first, last }));
    expect(matchSuccessPolicy(row.successPolicy ?? undefined, row.completions, succeeded) ?? '').toBe(
      row.wantMessage ?? '',
    );
  });
});
