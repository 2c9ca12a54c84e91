import { describe, expect, test } from 'vitest';
import {
  compareVictims,
  deletionCost,
  podsToDelete,
} from '../../../../../src/controllers/pod-control/replicas/victims.ts';
import type { Pod } from '../../../../../src/kinds/core/pod/types.ts';
import type { Time } from '../../../../../src/machinery/instant.ts';
import { NOON, podOf, secondsAgo } from '../../../../support/workloads.ts';
import rankTable from '../../../../vectors/ActivePodsWithRanks.json' with { type: 'json' };
import deleteTable from '../../../../vectors/replicaset-getPodsToDelete.json' with { type: 'json' };

interface PodRow {
  readonly node: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly readySince?: string | null;
  readonly created?: string | null;
  readonly restarts?: number;
  readonly sidecarRestarts?: number;
  readonly deletionCost?: string;
}
interface RankRow {
  readonly relation: string;
  readonly first: string;
  readonly second: string;
  readonly firstRank: number;
  readonly secondRank: number;
  readonly disablePodDeletionCost?: boolean;
}

const AGES: Readonly<Record<string, number>> = {
  now: 0,
  'now-1month': 30 * 86_400,
  'now-2h': 7200,
  'now-5h': 18_000,
  'now-8h': 28_800,
};
const timeIn = (text: string | null | undefined): Time | undefined =>
  typeof text === 'string' ? secondsAgo(AGES[text] ?? 0) : undefined;

/** All pods have the same uid, as upstream's test has it: age buckets that are equal then settle nothing. */
function podIn(row: PodRow): Pod {
  const { restarts = 0, sidecarRestarts = 0, deletionCost } = row;
  const status = (name: string, restartCount: number) => ({
    name,
    restartCount,
    ready: true,
    image: '',
    imageID: '',
  });
  return podOf({
    name: 'pod',
    node: row.node,
    phase: row.phase as 'Running',
    ready: row.ready,
    readySince: timeIn(row.readySince),
    created: timeIn(row.created) ?? ('' as Time),
    spec: { initContainers: [{ name: 'sidecar', restartPolicy: 'Always' }] },
    status: {
      phase: row.phase as 'Running',
      conditions:
        podOf({ name: 'x', ready: row.ready, readySince: timeIn(row.readySince) }).status?.conditions ?? [],
      containerStatuses: [status('nginx', restarts)],
      initContainerStatuses: [status('sidecar', sidecarRestarts)],
    },
    ...(deletionCost === undefined
      ? {}
      : { metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': deletionCost } } }),
  });
}

describe('R-5 which of two pods dies first', () => {
  const pods = rankTable.pods as Readonly<Record<string, PodRow>>;
  const rows = (rankTable.cases as readonly RankRow[]).filter((row) => row.disablePodDeletionCost !== true);
  test.each(rows)('$first ($firstRank) $relation $second ($secondRank)', (row) => {
    const first = { pod: podIn(pods[row.first] as PodRow), rank: row.firstRank };
    const second = { pod: podIn(pods[row.second] as PodRow), rank: row.secondRank };
    const less = [compareVictims(first, second, NOON) < 0, compareVictims(second, first, NOON) < 0];
    expect(less).toEqual(row.relation === 'less' ? [true, false] : [false, false]);
  });
  test('of the same age bucket, but not of the same age, the smaller uid dies first', () => {
    const [a, b] = ['a', 'b'].map((uid, index) => ({
      rank: 1,
      pod: podOf({
        name: 'x',
        ready: true,
        readySince: secondsAgo(18_000 + index),
        metadata: { uid: uid as never },
      }),
    }));
    expect(compareVictims(a as never, b as never, NOON)).toBeLessThan(0);
  });
  test.each([
    ['-5', -5],
    ['0', 0],
    ['+5', 0],
    ['05', 0],
    ['2147483648', 0],
    ['x', 0],
  ])('a deletion cost of %s counts as %i', (text, cost) => {
    expect(
      deletionCost(
        podOf({
          name: 'x',
          metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': text } },
        }),
      ),
    ).toBe(cost);
  });
});

describe('R-5 which pods are deleted', () => {
  const LEGEND: Readonly<Record<string, { node: string; phase: 'Running' | 'Pending'; ready: boolean }>> = {
    N1: { node: 'fake-node-1', phase: 'Running', ready: true },
    N2: { node: 'fake-node-2', phase: 'Running', ready: true },
    NR: { node: 'fake-node', phase: 'Running', ready: false },
    SP: { node: 'fake-node', phase: 'Pending', ready: false },
    UP: { node: '', phase: 'Pending', ready: false },
  };
  const podsIn = (words: readonly string[], prefix: string): readonly Pod[] =>
    words.map((word, index) => podOf({ name: `${word}-${prefix}${index}`, ...LEGEND[word] }));
  test.each(
    deleteTable.cases as readonly { pods: string[]; related?: string[]; diff: number; expected: string[] }[],
  )('$diff of $pods beside $related: $expected', (row) => {
    const pods = podsIn(row.pods, 'own');
    const related = row.related === undefined ? pods : podsIn(row.related, 'related');
    const victims = podsToDelete(pods, related, row.diff, NOON);
    expect(victims.map(({ metadata }) => metadata.name.split('-')[0])).toEqual(row.expected);
  });
});
