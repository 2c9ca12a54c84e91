import { describe, expect, test } from 'vitest';
import {
  formatIndexes,
  hasIndex,
  type Intervals,
  parseIndexes,
} from '../../../../src/controllers/job/index-intervals.ts';
import { pendingIndexes } from '../../../../src/controllers/job/plan.ts';
import { indexedPrefix } from '../../../../src/controllers/job/pod-draft.ts';
import { surveyOf } from '../../../../src/controllers/job/survey.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { jobOf, jobPodOf } from '../../../support/jobs.ts';
import table from '../../../vectors/platform-job-indexed.json' with { type: 'json' };

type Pairs = readonly (readonly number[])[];
const intervals = (pairs: Pairs = []): Intervals => pairs.map(([first = 0, last = 0]) => ({ first, last }));

const podsFrom = (rows: readonly (readonly string[])[] = []): readonly Pod[] =>
  rows.map(([index = '', phase], place) =>
    jobPodOf({ name: `pod-${place}`, index: index === '-' ? undefined : index, phase: phase as 'Running' }),
  );

describe('J-11 succeeded indexes', () => {
  test.each(table.tables.TestCalculateSucceededIndexes)('$case', (row) => {
    const {
      completions,
      prevSucceeded = '',
      wantStatusIntervals,
      wantIntervals,
    } = row as typeof row & {
      readonly prevSucceeded?: string;
      readonly wantStatusIntervals?: Pairs;
    };
    const status = prevSucceeded === '' ? {} : { completedIndexes: prevSucceeded };
    const job = jobOf({ spec: { completions, completionMode: 'Indexed' }, status });
    const { indexes } = surveyOf(job, podsFrom((row as { pods?: readonly (readonly string[])[] }).pods));
    expect([indexes?.known, indexes?.succeeded]).toEqual([
      intervals(wantStatusIntervals),
      intervals(wantIntervals),
    ]);
  });
});

describe('J-11 the lowest free indexes come first', () => {
  test.each(table.tables.TestFirstPendingIndexes)('$case', (row) => {
    const given = row as {
      readonly cnt: number;
      readonly completions: number;
      readonly activePods?: readonly (readonly string[])[];
      readonly succeededIndexes?: Pairs;
      readonly failedIndexes?: Pairs;
      readonly want: readonly number[];
    };
    const job = jobOf({ spec: { completions: given.completions, completionMode: 'Indexed' } });
    const survey = surveyOf(job, podsFrom(given.activePods));
    const succeeded = intervals(given.succeededIndexes);
    const { failedIndexes } = given;
    const failed = failedIndexes === undefined ? {} : { failed: intervals(failedIndexes) };
    const indexes = { known: succeeded, succeeded, ...failed, waiting: new Map() };
    expect(pendingIndexes(job, survey, indexes, given.cnt)).toEqual(given.want);
  });
});

describe('J-11 an index is found among runs', () => {
  test.each(table.tables.TestIntervalsHaveIndex)('$case', (row) => {
    const {
      index,
      intervals: pairs,
      wantHas = false,
    } = row as {
      readonly index: number;
      readonly intervals?: Pairs;
      readonly wantHas?: boolean;
    };
    expect(hasIndex(intervals(pairs), index)).toBe(wantHas);
  });
});

describe('J-4 names of pods with an index', () => {
  test.each(table.tables.TestPodGenerateNameWithIndex)('$case', ({ jobname, index, wantPodGenerateName }) => {
    expect(indexedPrefix(jobname, index)).toBe(wantPodGenerateName);
  });
});

test('J-11 two neighbours are told apart, a longer run by its ends', () => {
  expect(formatIndexes(parseIndexes('0,1,3,4,5,7', 8))).toBe('0,1,3-5,7');
});
