import { expect, test } from 'vitest';
import { tolerationTime } from '../../../../src/controllers/taint-eviction/toleration-time.ts';
import type { Taint } from '../../../../src/kinds/core/node/types.ts';
import type { Toleration } from '../../../../src/kinds/core/pod/types.ts';
import { seconds } from '../../../../src/machinery/instant.ts';

const taint = (key: string): Taint => ({ key, value: 'v', effect: 'NoExecute' });
const for_ = (key: string, tolerationSeconds?: number): Toleration => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
});

test('N-4: no toleration, no time', () => {
  expect(tolerationTime([taint('a')], [])).toBe(0);
  expect(tolerationTime([taint('a')], undefined)).toBe(0);
  expect(tolerationTime([taint('a'), taint('b')], [for_('a', 60)])).toBe(0);
});

test('N-4: a toleration without seconds is for ever', () => {
  expect(tolerationTime([taint('a')], [for_('a')])).toBe('for ever');
});

test('N-4: of several taints the shortest time counts', () => {
  const tolerations = [for_('a', 300), for_('b', 60), for_('c')];
  expect(tolerationTime([taint('a'), taint('b'), taint('c')], tolerations)).toBe(seconds(60));
  expect(tolerationTime([taint('a'), taint('c')], tolerations)).toBe(seconds(300));
});

test('N-4: of several tolerations of one taint the first counts', () => {
  expect(tolerationTime([taint('a')], [for_('a'), for_('a', 60)])).toBe('for ever');
  expect(tolerationTime([taint('a')], [for_('a', 60), for_('a')])).toBe(seconds(60));
});

test('N-4: zero and less mean at once', () => {
  expect(tolerationTime([taint('a')], [for_('a', 0)])).toBe(0);
  expect(tolerationTime([taint('a')], [for_('a', -5)])).toBe(0);
});
