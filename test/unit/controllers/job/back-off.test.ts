import { describe, expect, test } from 'vitest';
import {
  finishTime,
  recordAfter,
  remainingBackOff,
  remainingBackOffOfIndex,
} from '../../../../src/controllers/job/back-off.ts';
import { type Instant, instant, seconds, timeOf } from '../../../../src/machinery/instant.ts';
import { jobPodOf } from '../../../support/jobs.ts';
import { NOON } from '../../../support/workloads.ts';
import table from '../../../vectors/platform-job-backoff.json' with { type: 'json' };

const at = (second: number): Instant => instant(NOON + second * 1000);

describe('J-9 how long the next pod waits', () => {
  test.each(table.tables.TestGetRemainingBackoffTime)('$case', (row) => {
    const { failuresAfterLastSuccess: failures, lastFailureTime: last } = row.backoffRecord;
    const record = { failures, ...(last === null ? {} : { lastFailure: at(last.t) }) };
    const now = at(row.currentTime?.t ?? 0);
    const { defaultBackoff, maxBackoff, wantDuration } = row;
    expect(remainingBackOff(record, now, seconds(defaultBackoff.seconds), seconds(maxBackoff.seconds))).toBe(
      seconds(wantDuration.seconds),
    );
  });
  test.each(table.tables.delayAfterConsecutiveFailures)(
    '$failures failures',
    ({ failures, delaySeconds }) => {
      expect(remainingBackOff({ failures, lastFailure: NOON }, NOON)).toBe(seconds(delaySeconds));
    },
  );
});

describe('J-9 an index waits for itself', () => {
  test.each([
    { because: 'nothing failed', earlier: undefined, pause: 0 },
    { because: 'two failures before this one', earlier: { counted: '2' }, pause: 20 },
    { because: 'an ignored failure counts as well', earlier: { counted: '1', ignored: '1' }, pause: 20 },
  ])('$because', ({ earlier, pause }) => {
    const pod =
      earlier === undefined
        ? undefined
        : jobPodOf({ name: 'a', index: '0', phase: 'Failed', deleted: timeOf(NOON), failures: earlier });
    expect(remainingBackOffOfIndex(pod, NOON, seconds(5), seconds(700))).toBe(seconds(pause));
  });
});

describe('J-9 what has ended changes the record', () => {
  const ended = (name: string, second: number) => jobPodOf({ name, phase: 'Failed', ended: at(second) });
  const record = { failures: 3, lastFailure: at(-100) };
  test('failures add up', () => {
    expect(recordAfter(record, [], [ended('a', 1), ended('b', 5)])).toEqual({
      failures: 5,
      lastFailure: at(5),
    });
  });
  test('a success forgets what failed before it', () => {
    expect(recordAfter(record, [ended('a', 3)], [ended('b', 1), ended('c', 3)])).toEqual({ failures: 0 });
  });
  test('failures after the last success count', () => {
    expect(recordAfter(record, [ended('a', 3)], [ended('b', 1), ended('c', 4)])).toEqual({
      failures: 1,
      lastFailure: at(4),
    });
  });
});

describe('J-9 when a pod ended', () => {
  test.each([
    { because: 'its last container', pod: jobPodOf({ name: 'a', ended: at(7) }), second: 7 },
    { because: 'its readiness', pod: jobPodOf({ name: 'a', unreadySince: timeOf(at(6)) }), second: 6 },
    { because: 'its deletion', pod: jobPodOf({ name: 'a', deleted: timeOf(at(35)), grace: 30 }), second: 5 },
    { because: 'its creation', pod: jobPodOf({ name: 'a', created: timeOf(at(4)) }), second: 4 },
  ])('is told by $because', ({ pod, second }) => expect(finishTime(pod)).toBe(at(second)));
});
