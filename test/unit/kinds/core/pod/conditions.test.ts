import { describe, expect, test } from 'vitest';
import { isActive, isAvailable } from '../../../../../src/kinds/core/pod/conditions.ts';
import { instant } from '../../../../../src/machinery/instant.ts';
import { NOON, podOf, secondsAgo } from '../../../../support/workloads.ts';

describe('C-5 active pods', () => {
  test.each(['Pending', 'Running', 'Unknown'] as const)('%s counts', (phase) => {
    expect(isActive(podOf({ name: 'a', phase }))).toBe(true);
  });
  test.each(['Failed', 'Succeeded'] as const)('%s does not', (phase) => {
    expect(isActive(podOf({ name: 'a', phase }))).toBe(false);
  });
  test('a pod that is being deleted does not', () => {
    expect(isActive(podOf({ name: 'a', terminating: true }))).toBe(false);
  });
});

describe('C-6 available pods', () => {
  const pod = podOf({ name: 'a', ready: true, readySince: secondsAgo(5) });
  test('without minReadySeconds Ready is enough', () => {
    expect(isAvailable(podOf({ name: 'a', ready: true }), 0, NOON)).toBe(true);
  });
  test('after exactly minReadySeconds not yet', () => {
    expect(isAvailable(pod, 5, NOON)).toBe(false);
  });
  test('a moment later', () => {
    expect(isAvailable(pod, 5, instant(NOON + 1))).toBe(true);
  });
});
