import { expect, test } from 'vitest';
import { changedFields, changesText } from '../../../../src/cli/reconcile/fields.ts';

const text = (before: unknown, after: unknown) => changesText(changedFields(before, after));

test('fields that changed, with their values', () => {
  expect(text({ spec: { replicas: 1 } }, { spec: { replicas: 3 } })).toBe('spec.replicas 1 → 3');
  expect(text({ spec: {} }, { spec: { paused: true } })).toBe('spec.paused true');
  expect(text({ spec: { paused: true } }, { spec: {} })).toBe('spec.paused true → nothing');
});

test('what changes with every write is left out', () => {
  const metadata = { resourceVersion: '1', generation: 1 };
  expect(text({ metadata }, { metadata: { resourceVersion: '2', generation: 2 } })).toBe('');
});

test('list elements are named by what tells them apart', () => {
  const condition = (status: string) => ({ type: 'Ready', status, reason: 'Because' });
  const conditions = (...all: readonly object[]) => ({ status: { conditions: all } });
  expect(text(conditions(condition('True')), conditions(condition('False')))).toBe(
    'status.conditions[Ready].status True → False',
  );
  expect(text({ status: {} }, conditions(condition('True')))).toBe('status.conditions[Ready] True (Because)');
});

test('times are only told where nothing else changed', () => {
  const at = (lastUpdateTime: string, ready: number) => ({ status: { lastUpdateTime, ready } });
  expect(text(at('a', 1), at('b', 2))).toBe('status.ready 1 → 2');
  expect(text(at('a', 1), at('b', 1))).toBe('status.lastUpdateTime a → b');
});

test('many changes are counted', () => {
  const many = (value: number) => Object.fromEntries('abcdef'.split('').map((name) => [name, value]));
  expect(text(many(1), many(2))).toBe('a 1 → 2, b 1 → 2, c 1 → 2, d 1 → 2, and 2 more');
});
