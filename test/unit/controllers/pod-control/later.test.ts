import { describe, expect, test } from 'vitest';
import type { Context } from '../../../../src/client/client.ts';
import { lookForAvailability, lookLater } from '../../../../src/controllers/pod-control/later.ts';
import { type Instant, instant } from '../../../../src/machinery/instant.ts';
import { NOON, podOf, secondsAgo } from '../../../support/workloads.ts';

const ref = { namespace: 'default', name: 'web' };
const at = (seconds: number): Instant => instant(NOON + seconds * 1000);

function memoryOf(): Context['memory'] {
  const rows = new Map<string, unknown>();
  return {
    get: (key) => rows.get(key),
    set: (key, value) => (value === undefined ? rows.delete(key) : rows.set(key, value)),
    entries: (prefix) => [...rows].filter(([key]) => key.startsWith(prefix)),
  };
}

describe('the delaying queue has one entry a key (R-24)', () => {
  test('a later request is dropped', () => {
    const memory = memoryOf();
    lookLater(memory, ref, at(0), [at(10)]);
    expect(lookLater(memory, ref, at(1), [at(11)])).toBe(at(10));
  });
  test('an earlier one takes its place', () => {
    const memory = memoryOf();
    lookLater(memory, ref, at(0), [at(10)]);
    expect(lookLater(memory, ref, at(1), [at(5)])).toBe(at(5));
  });
  test('once it is over there is none', () => {
    const memory = memoryOf();
    lookLater(memory, ref, at(0), [at(10)]);
    expect(lookLater(memory, ref, at(10), [])).toBeUndefined();
  });
});

describe('waiting for minReadySeconds (R-24, S-28)', () => {
  const ready = podOf({ name: 'a', ready: true, readySince: secondsAgo(0) });
  const waiting = { pods: [ready], minReadySeconds: 5, ref };
  test('a pod that turned Ready just now is looked at minReadySeconds and a second later', () => {
    const again = lookForAvailability(memoryOf(), NOON, { ...waiting, asksAfterSync: false });
    expect(again).toEqual({ at: at(6), because: 'progress' });
  });
  test('when the controller asks for itself, after minReadySeconds', () => {
    const again = lookForAvailability(memoryOf(), NOON, { ...waiting, asksAfterSync: true });
    expect(again).toEqual({ at: instant(at(5) + 1), because: 'progress' });
  });
  test('nothing comes of it while no pod is Ready', () => {
    const again = lookForAvailability(memoryOf(), NOON, {
      ...waiting,
      pods: [podOf({ name: 'a' })],
      asksAfterSync: true,
    });
    expect(again).toEqual({ at: instant(at(5) + 1), because: 'standing' });
  });
  test('without minReadySeconds there is nothing to wait for', () => {
    expect(
      lookForAvailability(memoryOf(), NOON, { ...waiting, minReadySeconds: 0, asksAfterSync: true }),
    ).toBeUndefined();
  });
});
