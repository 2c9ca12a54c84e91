import { describe, expect, test } from 'vitest';
import { countsOf, differs, statefulSetStatus } from '../../../../src/controllers/statefulset/status.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { NOON, podOf, secondsAgo, statefulSetOf } from '../../../support/workloads.ts';

const revisions = { current: 'web-old', update: 'web-new', collisionCount: 0 };
const pod = (ordinal: number, revision: string, more: { ready?: boolean; terminating?: boolean } = {}): Pod =>
  podOf({
    name: `web-${ordinal}`,
    ready: more.ready ?? true,
    readySince: secondsAgo(30 * 60),
    labels: { 'controller-revision-hash': revision },
    terminating: more.terminating ?? false,
  });

describe('S-25 the numbers', () => {
  test('a terminating pod is one of the replicas, but of no revision', () => {
    const pods = [
      pod(0, 'web-old'),
      pod(1, 'web-new', { ready: false }),
      pod(2, 'web-new', { terminating: true }),
    ];
    expect(countsOf(statefulSetOf(), pods, revisions, NOON)).toEqual({
      replicas: 3,
      readyReplicas: 2,
      availableReplicas: 2,
      currentReplicas: 1,
      updatedReplicas: 1,
    });
  });
  test.each([
    [20 * 60, 1],
    [40 * 60, 0],
  ])('with minReadySeconds %i, ready for half an hour: %i available', (minReadySeconds, available) => {
    const set = statefulSetOf({ spec: { minReadySeconds } });
    expect(countsOf(set, [pod(0, 'web-new')], revisions, NOON).availableReplicas).toBe(available);
  });
});

describe('S-26 completion', () => {
  const pods = [0, 1, 2].map((ordinal) => pod(ordinal, 'web-new'));
  const statusOf = (set: ReturnType<typeof statefulSetOf>) =>
    statefulSetStatus(set, countsOf(set, pods, revisions, NOON), revisions);
  test('when all are updated and ready the new revision is the current one', () => {
    expect(statusOf(statefulSetOf())).toEqual({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      currentRevision: 'web-new',
      updateRevision: 'web-new',
      collisionCount: 0,
      availableReplicas: 3,
    });
  });
  test('OnDelete never completes', () => {
    const status = statusOf(statefulSetOf({ spec: { updateStrategy: { type: 'OnDelete' } } }));
    expect([status.currentRevision, status.currentReplicas]).toEqual(['web-old', undefined]);
  });
});

describe('S-27 worth a write', () => {
  const status = { replicas: 0, availableReplicas: 0, observedGeneration: 1, collisionCount: 0 };
  test('a zero is as good as an absent number', () => {
    expect(differs({ ...status, readyReplicas: 0 }, status)).toBe(false);
  });
  test('a collision count alone is not', () => {
    expect(differs(status, { ...status, collisionCount: 1 })).toBe(false);
  });
  test('a newer generation is', () => {
    expect(differs(status, { ...status, observedGeneration: 2 })).toBe(true);
  });
});
