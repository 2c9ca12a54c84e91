import { expect, test } from 'vitest';
import { leastWanted } from '../../../../src/controllers/pod-garbage-collector/collect.ts';
import { podOf, second } from '../../../support/workloads.ts';

test('N-10: evicted pods go first, then the oldest, then by name', () => {
  const ended = (name: string, created: number) => podOf({ name, phase: 'Failed', created: second(created) });
  const evicted = ended('evicted', 9);
  const pods = [
    ended('young', 5),
    ended('b', 1),
    ended('a', 1),
    { ...evicted, status: { ...evicted.status, reason: 'Evicted' } },
  ];
  expect(pods.toSorted(leastWanted).map(({ metadata }) => metadata.name)).toEqual([
    'evicted',
    'a',
    'b',
    'young',
  ]);
});
