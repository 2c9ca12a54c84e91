import { describe, expect, test } from 'vitest';
import { isConcerned } from '../../../../src/controllers/daemonset/node-wakes.ts';
import { daemonSetOf, nodeOf, TEMPLATE } from '../../../support/workloads.ts';

const counts = { currentNumberScheduled: 1, desiredNumberScheduled: 1, numberReady: 1 };
const set = daemonSetOf({
  spec: { template: { ...TEMPLATE, spec: { ...TEMPLATE.spec, nodeSelector: { color: 'blue' } } } },
});
const misscheduled = { ...set, status: { ...counts, numberMisscheduled: 1 } };
const blue = nodeOf({ name: 'node-1', labels: { color: 'blue' } });
const tainted = (effect: 'NoSchedule' | 'NoExecute') =>
  nodeOf({ name: 'node-1', labels: { color: 'blue' }, taints: [{ key: 'x', effect }] });

describe('G-30 which sets a changed node wakes', () => {
  test('one that is to run there and does not', () => expect(isConcerned(set, blue, false)).toBe(true));
  test('not one that runs there as it should', () => expect(isConcerned(set, blue, true)).toBe(false));
  test('not one that has nothing to do with it', () => {
    expect(isConcerned(set, nodeOf({ name: 'node-1' }), false)).toBe(false);
  });
  test('one whose pod may not stay', () =>
    expect(isConcerned(set, nodeOf({ name: 'node-1' }), true)).toBe(true));
  test('one whose pod a NoExecute taint drives away', () =>
    expect(isConcerned(set, tainted('NoExecute'), true)).toBe(true));
  test('not one whose pod a NoSchedule taint lets stay: its numbers stay old', () => {
    expect(isConcerned(set, tainted('NoSchedule'), true)).toBe(false);
  });
  test('one that runs where it should not already', () =>
    expect(isConcerned(misscheduled, blue, true)).toBe(true));
});
